<#--
  How the letter looks: from each element to its style, and the colours of light and dark. The three themes say what is
  their own in themes/; what they share stands here.
  To change it, copy this file, or the one of a theme, into letter/ of your own templates folder and edit the copy.
  Names of typefaces stand without quotes, because a style stands in an attribute.
-->
<#assign look = .data_model.look!{}>
<#import "themes/" + (look.theme!"serif") + ".ftl" as own>

<#--
  The colours of a theme, with the newsletter's own accent. Where text has the accent's colour, it is made so much
  darker or lighter that it can be read on each ground (a contrast of 4.5, WCAG 2.2, 1.4.3).
-->
<#function coloured palette>
  <#local accent = (look.accent)!"">
  <#if !accent?has_content>
    <#return palette + {"fill": palette.fill!palette.accent}>
  </#if>
  <#local tint = mix(palette.sheet, accent, "0.08")>
  <#local text = legible(legible(legible(accent, tint), palette.paper), palette.sheet)>
  <#local fill = accent>
  <#if over(palette.sheet) == "#ffffff" && !(own.deep && over(fill) == "#ffffff")><#local fill = text></#if>
  <#return palette + {"accent": text, "fill": fill, "onaccent": over(fill), "tint": tint}>
</#function>
<#assign light = own.boxed(coloured(own.light)) dark = own.boxed(coloured(own.dark))>
<#assign
  head = (look.font!"")?has_content?then(look.font!"", own.head)
  text = (look.font!"")?has_content?then(look.font!"", own.text)
  label = own.label
>

<#-- The side where a line begins, and the one where it ends, by the direction of the writing. -->
<#assign start = (dir == "rtl")?then("right", "left") end = (dir == "rtl")?then("left", "right")>

<#-- Latin, Greek and Cyrillic lean for emphasis; Arabic, Chinese, Japanese and Korean have no slanted letters. -->
<#assign slanted = own.slanted && dir == "ltr" && !["ja", "zh", "ko"]?seq_contains(language?lower_case?split("-")[0])>
<#assign tight = (dir == "ltr" && !["ja", "zh", "ko"]?seq_contains(language?lower_case?split("-")[0]))?then("letter-spacing:-0.3px; ", "")>
<#assign leaning = slanted?then("font-style:italic; ", "")>
<#-- Languages that write long words in one: a narrow screen must part them, and at the right place. -->
<#assign parts = ["de", "nl", "fi", "sv", "da", "nb", "no", "is", "hu", "et"]?seq_contains(language?lower_case?split("-")[0])?then(" -webkit-hyphens:auto; hyphens:auto;", "")>
<#assign breaks = "word-break:break-word; overflow-wrap:break-word;">
<#assign small = "font-family:${label}; font-size:14px; line-height:22px; color:${light.quiet}; ${breaks}">

<#assign style = {
  "page": "margin:0; padding:0; width:100%; background-color:${light.paper};",
  "preheader": "display:none; max-height:0; max-width:0; overflow:hidden; opacity:0; font-size:1px; line-height:1px; color:${light.quiet}; mso-hide:all;",
  "outside": "padding:32px 12px 40px; background-color:${light.paper};",
  "column": "width:100%; max-width:620px; margin:0 auto;",
  "band": "padding:0; font-size:1px; line-height:4px; height:4px; background-color:${light.band}; border-radius:3px 3px 0 0;",
  "sheet": "padding:40px 48px 48px; background-color:${light.sheet}; border-radius:0 0 3px 3px; text-align:${start};",
  "logo": "display:block; border:0; height:36px; width:auto; font-family:${label}; font-size:16px; line-height:36px; font-weight:bold; color:${light.accent};",
  "logoroom": "margin:0 0 18px;",
  "kicker": "margin:0 0 26px; ${small}",
  "whole": "white-space:nowrap;",
  "masthead": "font-weight:bold; color:${light.accent};",
  "asked": "margin:0 0 14px; ${small}",
  "title": "margin:0; font-family:${head}; font-size:33px; line-height:41px; font-weight:normal; ${tight}color:${light.ink}; text-wrap:balance; ${breaks}${parts}",
  "longtitle": "margin:0; font-family:${head}; font-size:26px; line-height:35px; font-weight:normal; ${tight}color:${light.ink}; text-wrap:balance; ${breaks}${parts}",
  "titlelink": "color:${light.ink}; text-decoration:none;",
  "author": "margin:14px 0 0; font-family:${label}; font-size:15px; line-height:22px; color:${light.quiet};",
  "pictureroom": "padding:28px 0 0;",
  "picture": "display:block; width:100%; max-width:524px; height:auto; border:0; border-radius:3px; font-family:${label}; font-size:14px; line-height:22px; color:${light.quiet};",
  "lead": "padding:26px 0 0;",
  "apart": "margin:0 0 18px;",
  "flush": "margin:0;",
  "paragraph": "font-family:${text}; font-size:18px; line-height:30px; color:${light.ink}; ${breaks}",
  "boxed": "font-family:${text}; font-size:18px; line-height:30px; color:${light.boxink}; ${breaks}",
  "list": "padding:0; padding-${start}:24px;",
  "item": "padding:0 0 6px; ${breaks}",
  "contents": "padding:30px 0 0;",
  "contentslabel": "margin:0 0 8px; font-family:${label}; font-size:14px; line-height:20px; font-weight:bold; color:${light.quiet};",
  "contentsitem": "margin:0; padding:7px 0; border-top:1px solid ${light.line}; font-family:${text}; font-size:16px; line-height:24px; color:${light.ink}; ${breaks}",
  "gap": "padding:32px 0 0;",
  "box": "padding:24px 28px 26px; background-color:${light.box}; border-${start}:4px solid ${light.fill};",
  "label": "margin:0 0 10px; font-family:${label}; font-size:14px; line-height:20px; font-weight:bold; color:${light.accent};",
  "boxlabel": "margin:0 0 10px; font-family:${label}; font-size:14px; line-height:20px; font-weight:bold; color:${light.boxlabel};",
  "tuned": "padding:22px 0 24px; border-top:1px solid ${light.line}; border-bottom:1px solid ${light.line};",
  "promise": "margin:0; font-family:${text}; font-size:20px; line-height:32px; ${leaning}color:${light.ink}; ${breaks}",
  "second": "margin:24px 0 10px; font-family:${label}; font-size:14px; line-height:20px; font-weight:bold; color:${light.accent};",
  "recalled": "margin:0 0 4px; font-family:${text}; font-size:18px; line-height:29px; color:${light.ink}; ${breaks}",
  "source": "margin:0 0 14px; ${small}",
  "lastsource": "margin:0; ${small}",
  "sourcelink": "color:${light.accent}; text-decoration:underline;",
  "related": "padding:22px 0 0; ${small}",
  "buttoncell": "border-radius:5px; background-color:${light.button}; text-align:center; mso-padding-alt:15px 30px;",
  "button": "display:inline-block; padding:15px 30px; border-radius:5px; font-family:${label}; font-size:16px; line-height:22px; font-weight:bold; color:${light.onbutton}; text-decoration:none; mso-padding-alt:0;",
  "firstentry": "padding:30px 0 28px;",
  "entry": "padding:28px 0; border-top:1px solid ${light.line};",
  "entrytitle": "margin:0; font-family:${head}; font-size:24px; line-height:31px; font-weight:normal; ${tight}color:${light.ink}; ${breaks}",
  "entrymeta": "margin:6px 0 12px; ${small}",
  "entrytext": "margin:0 0 12px; font-family:${text}; font-size:17px; line-height:27px; color:${light.ink}; ${breaks}",
  "entrypoint": "margin:0 0 12px; padding:0; padding-${start}:16px; border-${start}:3px solid ${light.fill}; font-family:${text}; font-size:17px; line-height:27px; color:${light.ink}; ${breaks}",
  "strong": "font-family:${label}; font-size:14px; font-weight:bold; color:${light.accent};",
  "more": "margin:0; font-family:${label}; font-size:15px; line-height:22px; font-weight:bold;",
  "sponsor": "padding:26px 48px 0; text-align:${start};",
  "sponsortext": "margin:0; padding:16px 20px; border:1px solid ${light.line}; ${small}",
  "footer": "padding:28px 48px 0; text-align:${start};",
  "small": "margin:0 0 8px; font-family:${label}; font-size:13px; line-height:21px; color:${light.quiet}; ${breaks}",
  "smalllink": "color:${light.quiet}; text-decoration:underline;"
}>

<#-- The elements of an article that stands in the letter whole. -->
<#assign body = {
  "h2": "margin:32px 0 12px; font-family:${head}; font-size:24px; line-height:32px; font-weight:bold; ${tight}color:${light.ink}; ${breaks}",
  "h3": "margin:28px 0 10px; font-family:${head}; font-size:20px; line-height:28px; font-weight:bold; color:${light.ink}; ${breaks}",
  "h4": "margin:24px 0 8px; font-family:${label}; font-size:17px; line-height:26px; font-weight:bold; color:${light.ink}; ${breaks}",
  "p": "margin:0 0 18px; font-family:${text}; font-size:18px; line-height:30px; color:${light.ink}; ${breaks}",
  "a": "color:${light.accent}; text-decoration:underline;",
  "ul": "margin:0 0 18px; padding:0; padding-${start}:26px; font-family:${text}; font-size:18px; line-height:30px; color:${light.ink};",
  "ol": "margin:0 0 18px; padding:0; padding-${start}:30px; font-family:${text}; font-size:18px; line-height:30px; color:${light.ink};",
  "li": "margin:0 0 6px; ${breaks}",
  "dl": "margin:0 0 18px; font-family:${text}; font-size:18px; line-height:30px; color:${light.ink};",
  "dt": "font-weight:bold;",
  "dd": "margin:0 0 10px; margin-${start}:24px;",
  "blockquote": "margin:0 0 18px; padding:2px 0 2px; padding-${start}:20px; border-${start}:3px solid ${light.fill}; font-family:${text}; font-size:18px; line-height:30px; color:${light.quiet};",
  "pre": "margin:0 0 20px; padding:16px 18px; background-color:${light.tint}; font-family:Menlo, Consolas, Courier New, monospace; font-size:14px; line-height:22px; color:${light.ink}; white-space:pre-wrap; direction:ltr; text-align:left; ${breaks}",
  "code": "font-family:Menlo, Consolas, Courier New, monospace; font-size:15px; background-color:${light.tint}; color:${light.ink};",
  "mark": "background-color:${light.tint}; color:${light.ink};",
  "table": "width:100%; margin:0 0 20px; border-collapse:collapse; font-family:${label}; font-size:15px; line-height:22px; color:${light.ink};",
  "caption": "padding:0 0 8px; font-family:${label}; font-size:14px; line-height:22px; color:${light.quiet}; text-align:${start};",
  "th": "padding:8px 10px; border-bottom:2px solid ${light.line}; text-align:${start}; vertical-align:bottom; font-weight:bold; ${breaks}",
  "td": "padding:8px 10px; border-bottom:1px solid ${light.line}; text-align:${start}; vertical-align:top; ${breaks}",
  "img": "display:block; width:100%; max-width:524px; height:auto; border:0; border-radius:3px; font-family:${label}; font-size:14px; line-height:22px; color:${light.quiet};",
  "figure": "margin:26px 0;",
  "figcaption": "margin:8px 0 0; font-family:${label}; font-size:14px; line-height:21px; color:${light.quiet}; ${breaks}",
  "inner": "margin:0 0 8px;",
  "pair": "padding:0 4px 8px; vertical-align:top;",
  "hr": "margin:30px auto; width:80px; height:1px; border:0; border-top:1px solid ${light.line}; background-color:${light.line};"
}>
<#assign style = style + own.differences(light, {"head": head, "text": text, "label": label, "start": start, "tight": tight, "breaks": breaks, "parts": parts, "slanted": slanted})>
<#if own.elements??>
  <#assign body = body + own.elements(light, {"head": head, "text": text, "label": label, "start": start, "tight": tight, "breaks": breaks, "parts": parts, "slanted": slanted})>
</#if>

<#-- Which of the classes that the style sheet turns to dark colours each of them has. -->
<#assign dark_classes = {
  "h2": "ink", "h3": "ink", "h4": "ink", "p": "ink", "ul": "ink", "ol": "ink", "dl": "ink", "table": "ink",
  "blockquote": "quiet", "pre": "ink tint", "code": "ink tint", "mark": "ink tint", "a": "accent", "figcaption": "quiet",
  "caption": "quiet", "img": "quiet", "th": "rule", "td": "rule", "hr": "rule"
}>
