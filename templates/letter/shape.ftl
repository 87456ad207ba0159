<#-- What the two parts of a letter decide alike. -->

<#-- The link where it is one of the web, else an empty string: a link comes from strangers and may be "javascript:". -->
<#function web link>
  <#return (link?trim?matches(r'https?://[^\p{IsWhite_Space}\p{Cntrl}<>"]+', "i"))?then(link?trim, "")>
</#function>

<#-- The address of a picture: mail programs show those of https. -->
<#function secure link>
  <#return web(link)?lower_case?starts_with("https://")?then(web(link), "")>
</#function>

<#-- The lines of a block; each one of a list begins with "- ". -->
<#function lines block>
  <#return block?trim?split("\n")?map(each -> each?trim)?filter(each -> each?has_content)>
</#function>

<#function isList lines>
  <#list lines as line><#if !line?starts_with("- ")><#return false></#if></#list>
  <#return lines?has_content>
</#function>

<#-- The first of some blocks on one line; one that only announces takes the next one along. -->
<#function gist blocks>
  <#local first = lines(blocks?first)?map(each -> each?remove_beginning("- "))?join(" ")>
  <#if first?ends_with(":") && blocks?size gt 1>
    <#return first + " " + lines(blocks[1])?map(each -> each?remove_beginning("- "))?join(" ")>
  </#if>
  <#return first>
</#function>

<#-- The earlier letters that have a page to lead to. -->
<#function readable letters>
  <#return letters?filter(each -> each.title?trim?has_content && web(each.link)?has_content)>
</#function>

<#assign
  title = article.title
  link = web(article.link!"")
  view = web(links.web!"")
  unsubscribe = web(links.unsubscribe!"")
  preferences = web(links.preferences!"")
  author = (article.author!"")?trim
  picture = secure((article.picture.src)!"")
  alt = (article.picture.alt)!""
  sections = (article.sections)![]
  whole = (article.body!"")?has_content
  cut = (article.cut)!false
  entries = (.data_model.entries)![]
  promise = (article.promise!"")?trim
  logo = secure((.data_model.look.logo)!"")
  address = (newsletter.postalAddress!"")?trim
  disclaimer = (newsletter.disclaimer!"")?trim
  sponsor = ((newsletter.sponsor.text)!"")?trim
  sponsorLink = web((newsletter.sponsor.link)!"")
  kept = readable((earlier.kept)![])
  related = readable((earlier.related)![])
  ahead = ((coming)![])?filter(each -> each.title?trim?has_content)
  hasConclusion = article.conclusion?has_content
>
<#if entries?size gt 1><#assign title = own.words.digest?replace("{count}", entries?size?string)></#if>
<#if !unsubscribe?has_content><#stop "links.unsubscribe is no http or https address: \"${links.unsubscribe!''}\""></#if>
