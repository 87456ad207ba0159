<#-- Bold: a magazine's cover line, black rules, the conclusion on colour. -->
<#assign
  light = {
    "paper": "#e9e9e6", "sheet": "#ffffff", "ink": "#111111", "quiet": "#565656",
    "accent": "#b3142b", "onaccent": "#ffffff", "tint": "#f6f1ef", "line": "#111111"
  }
  dark = {
    "paper": "#0c0c0d", "sheet": "#161617", "ink": "#f4f2ee", "quiet": "#b1aeaa",
    "accent": "#ff8d98", "fill": "#8f1a2c", "onaccent": "#ffffff", "tint": "#241c1d", "line": "#8f8b86"
  }
  head = "Georgia, Times New Roman, serif"
  text = "-apple-system, BlinkMacSystemFont, Segoe UI, Roboto, Helvetica Neue, Helvetica, Arial, sans-serif"
  label = "-apple-system, BlinkMacSystemFont, Segoe UI, Roboto, Helvetica Neue, Helvetica, Arial, sans-serif"
  slanted = false
  deep = true
>

<#function boxed c>
  <#return c + {"box": c.fill, "boxink": c.onaccent, "boxlabel": c.onaccent, "band": c.fill,
    "button": c.ink, "onbutton": c.sheet}>
</#function>

<#function differences c set>
  <#return {
    "band": "padding:0; font-size:1px; line-height:14px; height:14px; background-color:${c.band};",
    "sheet": "padding:30px 44px 48px; background-color:${c.sheet}; text-align:${set.start};",
    "kicker": "margin:0 0 24px; padding:0 0 14px; border-bottom:3px solid ${c.line}; font-family:${set.label}; font-size:14px; line-height:22px; color:${c.quiet}; ${set.breaks}",
    "masthead": "font-size:17px; font-weight:bold; color:${c.accent};",
    "title": "margin:0; font-family:${set.head}; font-size:46px; line-height:50px; font-weight:bold; ${set.tight}color:${c.ink}; text-wrap:balance; ${set.breaks}${set.parts}",
    "longtitle": "margin:0; font-family:${set.head}; font-size:32px; line-height:38px; font-weight:bold; ${set.tight}color:${c.ink}; text-wrap:balance; ${set.breaks}${set.parts}",
    "author": "margin:18px 0 0; font-family:${set.label}; font-size:15px; line-height:22px; font-weight:bold; color:${c.ink};",
    "picture": "display:block; width:100%; max-width:532px; height:auto; border:0; font-family:${set.label}; font-size:14px; line-height:22px; color:${c.quiet};",
    "paragraph": "font-family:${set.text}; font-size:18px; line-height:29px; color:${c.ink}; ${set.breaks}",
    "boxed": "font-family:${set.head}; font-size:20px; line-height:31px; color:${c.boxink}; ${set.breaks}",
    "box": "padding:28px 30px 30px; background-color:${c.box};",
    "boxlabel": "margin:0 0 12px; font-family:${set.label}; font-size:16px; line-height:22px; font-weight:bold; color:${c.boxlabel};",
    "label": "margin:0 0 10px; font-family:${set.label}; font-size:16px; line-height:22px; font-weight:bold; color:${c.accent};",
    "second": "margin:26px 0 10px; font-family:${set.label}; font-size:16px; line-height:22px; font-weight:bold; color:${c.accent};",
    "tuned": "padding:20px 0 24px; border-top:3px solid ${c.line}; border-bottom:3px solid ${c.line};",
    "promise": "margin:0; font-family:${set.head}; font-size:24px; line-height:32px; font-weight:bold; color:${c.ink}; ${set.breaks}",
    "buttoncell": "background-color:${c.button}; text-align:center; mso-padding-alt:17px 34px;",
    "button": "display:inline-block; padding:17px 34px; font-family:${set.label}; font-size:17px; line-height:22px; font-weight:bold; color:${c.onbutton}; text-decoration:none; mso-padding-alt:0;",
    "entry": "padding:26px 0; border-top:3px solid ${c.line};",
    "entrytitle": "margin:0; font-family:${set.head}; font-size:28px; line-height:34px; font-weight:bold; ${set.tight}color:${c.ink}; ${set.breaks}",
    "sponsor": "padding:26px 44px 0; text-align:${set.start};",
    "footer": "padding:28px 44px 0; text-align:${set.start};"
  }>
</#function>

<#function elements c set>
  <#return {
    "p": "margin:0 0 18px; font-family:${set.text}; font-size:18px; line-height:29px; color:${c.ink}; ${set.breaks}",
    "h2": "margin:36px 0 12px; font-family:${set.head}; font-size:29px; line-height:35px; font-weight:bold; ${set.tight}color:${c.ink}; ${set.breaks}",
    "img": "display:block; width:100%; max-width:532px; height:auto; border:0; font-family:${set.label}; font-size:14px; line-height:22px; color:${c.quiet};",
    "blockquote": "margin:0 0 20px; padding:2px 0 2px; padding-${set.start}:20px; border-${set.start}:6px solid ${c.fill}; font-family:${set.head}; font-size:20px; line-height:31px; color:${c.ink};"
  }>
</#function>
