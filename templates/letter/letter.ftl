<#-- The letter as plain text, at most 72 columns wide. It says what letter.ftlh says, in the same order. -->
<#import "words.ftl" as own>
<#import "shape.ftl" as shape>
<#assign words = own.words>
<#macro heading words>

${words?upper_case}
<@rule of="-" under=words/>

</#macro>
<#macro rule of under>
${""?left_pad([columns(under), 72]?min, of)}
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
<#macro button words link>

${words}:
${link}
</#macro>
${wrap(newsletter.title + " · " + date + own.minutes?has_content?then(" · " + own.minutes, ""))}

<#if (own.notice!"")?has_content>
${wrap(own.notice)}

</#if>
<#if shape.kept?has_content>
${wrap(words.asked + ":")}
<#list shape.kept as each>
${wrap(each.title)}
${each.link}
</#list>

</#if>
${wrap(article.title)}
<@rule of="=" under=article.title/>
<#if shape.author?has_content>
${wrap(shape.author)}
</#if>
<#if article.lead?has_content>

<@blocks of=article.lead/>
</#if>
<#if !shape.hasConclusion && shape.link?has_content>
<@button words=words.on link=shape.link/>
</#if>
<#if shape.hasConclusion>

<@heading words=words.conclusion/>
<@blocks of=article.conclusion/>
</#if>
<#if shape.promise?has_content>

<@heading words=words.tuned/>
${wrap(shape.promise)}
</#if>
<#if shape.kept?has_content>

<@heading words=words.promised/>
<#list shape.kept as each>
${wrap(each.sentence)}
${wrap(each.title)}:
${each.link}
<#sep>

</#sep>
</#list>
</#if>
<#if shape.ahead?has_content>

<@heading words=words.coming/>
<#list shape.ahead as each>
${wrap(each.title + " · " + each.date, "- ", "  ")}
</#list>
</#if>
<#if shape.related?has_content>

${words.related}:
<#list shape.related as each>
${wrap(each.title)}
${each.link}
</#list>
</#if>
<#if shape.hasConclusion && shape.link?has_content>

<@button words=words.whole link=shape.link/>
</#if>

${""?left_pad(72, "-")}
${wrap(own.why)}

${words.unsubscribe}:
${shape.unsubscribe}
<#if shape.view?has_content>

${words.web}:
${shape.view}
</#if>
<#if shape.address?has_content>

${wrap(shape.address)}
</#if>
