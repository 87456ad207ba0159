<#--
  How the letter looks: from each element to its style, and the colours of light and dark.
  To change it, copy this file into letter/ of your own templates folder and edit the copy.
  Each pair of text and ground keeps a contrast of 4.5 or more (WCAG 2.2, 1.4.3), which a test holds.
  Names of typefaces stand without quotes, because a style stands in an attribute.
-->
<#assign
  light = {
    "paper": "#f4f1ea", "sheet": "#ffffff", "ink": "#22262b", "quiet": "#5d646c",
    "accent": "#0f5c5c", "onaccent": "#ffffff", "tint": "#edf4f2", "line": "#dcd7cb"
  }
  dark = {
    "paper": "#121416", "sheet": "#1b1e21", "ink": "#e9e6df", "quiet": "#a7adb3",
    "accent": "#7fcac3", "onaccent": "#0c2524", "tint": "#1f2b2c", "line": "#363b40"
  }
  serif = "Georgia, Times New Roman, serif"
  sans = "-apple-system, BlinkMacSystemFont, Segoe UI, Roboto, Helvetica, Arial, sans-serif"
>

<#-- The side where a line begins, and the one where it ends, by the direction of the writing. -->
<#assign start = (dir == "rtl")?then("right", "left") end = (dir == "rtl")?then("left", "right")>

<#-- Latin, Greek and Cyrillic lean for emphasis; Arabic, Chinese, Japanese and Korean have no slanted letters. -->
<#assign slanted = dir == "ltr" && !["ja", "zh", "ko"]?seq_contains(language?lower_case?split("-")[0])>
<#assign tight = slanted?then("letter-spacing:-0.3px; ", "")>

<#assign style = {
  "page": "margin:0; padding:0; width:100%; background-color:${light.paper};",
  "preheader": "display:none; max-height:0; max-width:0; overflow:hidden; opacity:0; font-size:1px; line-height:1px; color:${light.paper}; mso-hide:all;",
  "outside": "padding:32px 12px 40px; background-color:${light.paper};",
  "column": "width:100%; max-width:620px; margin:0 auto;",
  "sheet": "padding:44px 48px 48px; background-color:${light.sheet}; border-top:4px solid ${light.accent}; border-radius:3px; text-align:${start};",
  "kicker": "margin:0 0 26px; font-family:${sans}; font-size:14px; line-height:22px; color:${light.quiet};",
  "whole": "white-space:nowrap;",
  "masthead": "font-weight:bold; color:${light.accent};",
  "asked": "margin:0 0 14px; font-family:${sans}; font-size:14px; line-height:22px; color:${light.quiet}; word-break:break-word; overflow-wrap:break-word;",
  "title": "margin:0; font-family:${serif}; font-size:33px; line-height:41px; font-weight:normal; ${tight}color:${light.ink}; text-wrap:balance; word-break:break-word; overflow-wrap:break-word;",
  "longtitle": "margin:0; font-family:${serif}; font-size:26px; line-height:35px; font-weight:normal; ${tight}color:${light.ink}; text-wrap:balance; word-break:break-word; overflow-wrap:break-word;",
  "titlelink": "color:${light.ink}; text-decoration:none;",
  "author": "margin:14px 0 0; font-family:${sans}; font-size:15px; line-height:22px; color:${light.quiet};",
  "lead": "padding:26px 0 0;",
  "apart": "margin:0 0 18px;",
  "flush": "margin:0;",
  "paragraph": "font-family:${serif}; font-size:18px; line-height:30px; color:${light.ink}; word-break:break-word; overflow-wrap:break-word;",
  "list": "padding:0; padding-${start}:24px; font-family:${serif}; font-size:18px; line-height:30px; color:${light.ink};",
  "item": "padding:0 0 6px; word-break:break-word; overflow-wrap:break-word;",
  "gap": "padding:32px 0 0;",
  "box": "padding:24px 28px 26px; background-color:${light.tint}; border-${start}:4px solid ${light.accent};",
  "label": "margin:0 0 10px; font-family:${sans}; font-size:14px; line-height:20px; font-weight:bold; color:${light.accent};",
  "tuned": "padding:22px 0 24px; border-top:1px solid ${light.line}; border-bottom:1px solid ${light.line};",
  "promise": "margin:0; font-family:${serif}; font-size:20px; line-height:31px; font-style:italic; color:${light.ink}; word-break:break-word; overflow-wrap:break-word;",
  "upright": "margin:0; font-family:${serif}; font-size:20px; line-height:34px; color:${light.ink}; word-break:break-word; overflow-wrap:break-word;",
  "second": "margin:24px 0 10px; font-family:${sans}; font-size:14px; line-height:20px; font-weight:bold; color:${light.accent};",
  "recalled": "margin:0 0 4px; font-family:${serif}; font-size:18px; line-height:29px; color:${light.ink}; word-break:break-word; overflow-wrap:break-word;",
  "source": "margin:0 0 14px; font-family:${sans}; font-size:14px; line-height:22px; color:${light.quiet}; word-break:break-word; overflow-wrap:break-word;",
  "lastsource": "margin:0; font-family:${sans}; font-size:14px; line-height:22px; color:${light.quiet}; word-break:break-word; overflow-wrap:break-word;",
  "sourcelink": "color:${light.accent}; text-decoration:underline;",
  "related": "padding:22px 0 0; font-family:${sans}; font-size:14px; line-height:22px; color:${light.quiet}; word-break:break-word; overflow-wrap:break-word;",
  "buttoncell": "border-radius:5px; background-color:${light.accent}; text-align:center; mso-padding-alt:15px 30px;",
  "button": "display:inline-block; padding:15px 30px; border-radius:5px; font-family:${sans}; font-size:16px; line-height:22px; font-weight:bold; color:${light.onaccent}; text-decoration:none; mso-padding-alt:0;",
  "footer": "padding:28px 48px 0; text-align:${start};",
  "small": "margin:0 0 8px; font-family:${sans}; font-size:13px; line-height:21px; color:${light.quiet}; word-break:break-word; overflow-wrap:break-word;",
  "smalllink": "color:${light.quiet}; text-decoration:underline;"
}>
