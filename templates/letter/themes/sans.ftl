<#-- Clear: white space, one typeface, soft corners. -->
<#assign
  light = {
    "paper": "#ffffff", "sheet": "#ffffff", "ink": "#16181d", "quiet": "#5b6270",
    "accent": "#2450d8", "onaccent": "#ffffff", "tint": "#f1f4fd", "line": "#e1e4ec"
  }
  dark = {
    "paper": "#111318", "sheet": "#111318", "ink": "#eceef3", "quiet": "#a4abb9",
    "accent": "#9db4ff", "onaccent": "#0b1738", "tint": "#1b2030", "line": "#2f3543"
  }
  head = "-apple-system, BlinkMacSystemFont, Segoe UI, Roboto, Helvetica Neue, Helvetica, Arial, sans-serif"
  text = "-apple-system, BlinkMacSystemFont, Segoe UI, Roboto, Helvetica Neue, Helvetica, Arial, sans-serif"
  label = "-apple-system, BlinkMacSystemFont, Segoe UI, Roboto, Helvetica Neue, Helvetica, Arial, sans-serif"
  slanted = false
  deep = false
>

<#function boxed c>
  <#return c + {"box": c.tint, "boxink": c.ink, "boxlabel": c.accent, "band": c.sheet,
    "button": c.fill, "onbutton": c.onaccent}>
</#function>

<#function differences c set>
  <#return {
    "outside": "padding:8px 12px 40px; background-color:${c.paper};",
    "band": "padding:0; font-size:1px; line-height:1px; height:1px; background-color:${c.band};",
    "sheet": "padding:32px 32px 36px; background-color:${c.sheet}; text-align:${set.start};",
    "title": "margin:0; font-family:${set.head}; font-size:32px; line-height:39px; font-weight:bold; ${set.tight}color:${c.ink}; text-wrap:balance; ${set.breaks}${set.parts}",
    "longtitle": "margin:0; font-family:${set.head}; font-size:25px; line-height:33px; font-weight:bold; ${set.tight}color:${c.ink}; text-wrap:balance; ${set.breaks}${set.parts}",
    "picture": "display:block; width:100%; max-width:556px; height:auto; border:0; border-radius:12px; font-family:${set.label}; font-size:14px; line-height:22px; color:${c.quiet};",
    "paragraph": "font-family:${set.text}; font-size:17px; line-height:28px; color:${c.ink}; ${set.breaks}",
    "boxed": "font-family:${set.text}; font-size:17px; line-height:28px; color:${c.boxink}; ${set.breaks}",
    "box": "padding:24px 26px 26px; background-color:${c.box}; border-radius:12px;",
    "tuned": "padding:24px 26px 26px; border:1px solid ${c.line}; border-radius:12px;",
    "promise": "margin:0; font-family:${set.text}; font-size:18px; line-height:28px; font-weight:bold; color:${c.ink}; ${set.breaks}",
    "recalled": "margin:0 0 4px; font-family:${set.text}; font-size:17px; line-height:27px; color:${c.ink}; ${set.breaks}",
    "buttoncell": "border-radius:28px; background-color:${c.button}; text-align:center; mso-padding-alt:15px 32px;",
    "button": "display:inline-block; padding:15px 32px; border-radius:28px; font-family:${set.label}; font-size:16px; line-height:22px; font-weight:bold; color:${c.onbutton}; text-decoration:none; mso-padding-alt:0;",
    "entrytitle": "margin:0; font-family:${set.head}; font-size:22px; line-height:29px; font-weight:bold; ${set.tight}color:${c.ink}; ${set.breaks}",
    "sponsor": "padding:0 32px 0; text-align:${set.start};",
    "footer": "padding:28px 32px 0; text-align:${set.start};"
  }>
</#function>

<#function elements c set>
  <#return {
    "p": "margin:0 0 18px; font-family:${set.text}; font-size:17px; line-height:28px; color:${c.ink}; ${set.breaks}",
    "ul": "margin:0 0 18px; padding:0; padding-${set.start}:26px; font-family:${set.text}; font-size:17px; line-height:28px; color:${c.ink};",
    "ol": "margin:0 0 18px; padding:0; padding-${set.start}:30px; font-family:${set.text}; font-size:17px; line-height:28px; color:${c.ink};",
    "img": "display:block; width:100%; max-width:556px; height:auto; border:0; border-radius:12px; font-family:${set.label}; font-size:14px; line-height:22px; color:${c.quiet};",
    "pre": "margin:0 0 20px; padding:16px 18px; background-color:${c.tint}; border-radius:8px; font-family:Menlo, Consolas, Courier New, monospace; font-size:14px; line-height:22px; color:${c.ink}; white-space:pre-wrap; direction:ltr; text-align:left; ${set.breaks}"
  }>
</#function>
