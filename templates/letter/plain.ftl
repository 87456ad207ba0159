<#--
  The pieces that letter.ftl is put together from. To change one, see own.ftl. A link stands in the text as a number in
  brackets and is written out at the end, so that nothing stands in the way of reading.
-->
<#assign noted = []>
<#-- The number of a link, in brackets. -->
<#function note link>
  <#list noted as each><#if each == link><#return " [" + each?counter + "]"></#if></#list>
  <#assign noted = noted + [link]>
  <#return " [" + noted?size + "]">
</#function>
<#macro rule of under>
${""?left_pad([columns(under), 72]?min, of)}
</#macro>
<#macro heading words>


${words?upper_case}
<@rule of="-" under=words/>

</#macro>
<#macro blocks of>
<#list of as block>
<#local lines = shape.lines(block)>
<#if shape.isList(lines)>
<#list lines as line>
${wrap(line[2..], "- ", "  ")}
</#list>
<#else>
${wrap(lines?join(" "))}
</#if>
<#sep>

</#sep>
</#list>
</#macro>
<#macro kicker>
${wrap(newsletter.title + " · " + date + own.minutes?has_content?then(" · " + own.minutes, ""))}

<#if (own.notice!"")?has_content>
${wrap(own.notice)}

</#if>
</#macro>
<#macro asked>
<#if shape.kept?has_content>
${wrap(own.words.asked + ":")}
<#list shape.kept as each>
${wrap(each.title + note(each.link))}
</#list>

</#if>
</#macro>
<#macro title>
${wrap(shape.title)}
<@rule of="=" under=shape.title/>
<#if shape.author?has_content>
${wrap(shape.author)}
</#if>
</#macro>
<#macro lead>
<#if article.lead?has_content>

<@blocks of=article.lead/>
</#if>
</#macro>
<#-- The article itself: each line as it was set for the letter. -->
<#macro whole>
<#list article.notes as each><#assign noted = noted + [each]></#list>
<#local before = "">
<#list article.lines as each>
<#if each.kind != before || !["item", "row"]?seq_contains(each.kind)>

</#if>
<#local before = each.kind>
<#if each.kind == "heading">

${wrap(each.text)}
<@rule of="-" under=each.text/>
<#elseif each.kind == "item">
${wrap(each.text, each.mark + " ", "  ")}
<#elseif each.kind == "quote">
${wrap(each.text, "> ", "> ")}
<#elseif each.kind == "code">
<#list each.text?split("\n") as line>
${line?trim?has_content?then("    " + line?replace("[ \t]+$", "", "r"), "")}
</#list>
<#elseif each.kind == "rule">
                                 * * *
<#else>
${wrap(each.text)}
</#if>
</#list>
</#macro>
<#macro contents>
<#if shape.sections?has_content>

${own.words.contents}:
<#list shape.sections as each>
${wrap(each, "- ", "  ")}
</#list>
</#if>
</#macro>
<#macro conclusion>
<@heading words=own.words.conclusion/>
<@blocks of=article.conclusion/>
</#macro>
<#macro tuned>
<#if shape.promise?has_content>
<@heading words=own.words.tuned/>
${wrap(shape.promise)}
</#if>
<#if shape.kept?has_content>
<@heading words=own.words.promised/>
<#list shape.kept as each>
${wrap(each.sentence)}
${wrap(each.title + note(each.link))}
<#sep>

</#sep>
</#list>
</#if>
<#if shape.ahead?has_content>
<@heading words=own.words.coming/>
<#list shape.ahead as each>
${wrap(each.title + " · " + each.date, "- ", "  ")}
</#list>
</#if>
</#macro>
<#macro related>
<#if shape.related?has_content>

${own.words.related}:
<#list shape.related as each>
${wrap(each.title + note(each.link))}
</#list>
</#if>
</#macro>
<#macro button words link>

${wrap("→ " + words + note(link))}
</#macro>
<#-- One article of a digest. -->
<#macro entry of first>
<#local link = shape.web(of.link!"")>


${wrap(of.title)}
<@rule of="-" under=of.title/>
<#local about = [own.reading(of.minutes), (of.author!"")?trim]?filter(each -> each?has_content)>
${wrap(about?join(" · "))}
<#if of.lead?has_content>

${wrap(shape.gist(of.lead))}
</#if>
<#if of.conclusion?has_content>

${wrap(own.words.conclusion + ": " + shape.gist(of.conclusion))}
</#if>
<#if (of.promise!"")?trim?has_content>

${wrap(own.words.tuned + ": " + of.promise)}
</#if>
<#if link?has_content>
<@button words=own.words.on link=link/>
</#if>
</#macro>
<#macro sponsor>
<#if shape.sponsor?has_content>

${wrap(own.words.sponsor + ": " + shape.sponsor + shape.sponsorLink?has_content?then(note(shape.sponsorLink), ""))}
</#if>
</#macro>
<#macro footer>

${""?left_pad(72, "-")}
${wrap(own.why)}

<#if shape.preferences?has_content>
${wrap(own.words.preferences + note(shape.preferences))}
</#if>
${wrap(own.words.unsubscribe + note(shape.unsubscribe))}
<#if shape.view?has_content>
${wrap(own.words.web + note(shape.view))}
</#if>
<#if shape.address?has_content>

<#list shape.address?split("\n") as line>
${wrap(line)}
</#list>
</#if>
<#if shape.disclaimer?has_content>

${wrap(shape.disclaimer)}
</#if>
</#macro>
<#macro notes>

${own.words.links}:
<#list noted as each>
[${each?counter}] ${each}
</#list>
</#macro>

<#-- Last, so that a macro there replaces the one of its name here. -->
<#include "own.ftl">
