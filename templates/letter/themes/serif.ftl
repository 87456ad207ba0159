<#-- Quiet: a book's page on warm paper. -->
<#assign
  light = {
    "paper": "#f4f1ea", "sheet": "#ffffff", "ink": "#22262b", "quiet": "#5d646c",
    "accent": "#0f5c5c", "onaccent": "#ffffff", "tint": "#edf4f2", "line": "#dcd7cb"
  }
  dark = {
    "paper": "#121416", "sheet": "#1b1e21", "ink": "#e9e6df", "quiet": "#a7adb3",
    "accent": "#7fcac3", "onaccent": "#0c2524", "tint": "#1f2b2c", "line": "#363b40"
  }
  head = "Georgia, Times New Roman, serif"
  text = "Georgia, Times New Roman, serif"
  label = "-apple-system, BlinkMacSystemFont, Segoe UI, Roboto, Helvetica, Arial, sans-serif"
  slanted = true
  deep = false
>

<#-- The colours of the conclusion's box, of the band above the letter, and of the button. -->
<#function boxed c>
  <#return c + {"box": c.tint, "boxink": c.ink, "boxlabel": c.accent, "band": c.fill,
    "button": c.fill, "onbutton": c.onaccent}>
</#function>

<#-- What is else here than in theme.ftl: nothing. -->
<#function differences c set>
  <#return {}>
</#function>
