<#-- What the two parts of a letter decide alike. -->

<#-- The link where it is one of the web, else an empty string: a link comes from strangers and may be "javascript:". -->
<#function web link>
  <#return (link?trim?matches(r'https?://[^\p{IsWhite_Space}\p{Cntrl}<>"]+', "i"))?then(link?trim, "")>
</#function>

<#-- The lines of a block; each one of a list begins with "- ". -->
<#function lines block>
  <#return block?trim?split("\n")?map(each -> each?trim)?filter(each -> each?has_content)>
</#function>

<#function isList lines>
  <#list lines as line><#if !line?starts_with("- ")><#return false></#if></#list>
  <#return lines?has_content>
</#function>

<#-- The earlier letters that have a page to lead to. -->
<#function readable letters>
  <#return letters?filter(each -> each.title?trim?has_content && web(each.link)?has_content)>
</#function>

<#assign
  link = web(article.link!"")
  view = web(links.web!"")
  unsubscribe = web(links.unsubscribe!"")
  author = (article.author!"")?trim
  promise = (article.promise!"")?trim
  address = (newsletter.postalAddress!"")?trim
  kept = readable((earlier.kept)![])
  related = readable((earlier.related)![])
  ahead = ((coming)![])?filter(each -> each.title?trim?has_content)
  hasConclusion = article.conclusion?has_content
>
<#if !unsubscribe?has_content><#stop "links.unsubscribe is no http or https address: \"${links.unsubscribe!''}\""></#if>
