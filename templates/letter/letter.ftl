<#-- The letter as plain text, at most 72 columns wide. It says what letter.ftlh says, in the same order. -->
<#import "words.ftl" as own>
<#import "shape.ftl" as shape>
<#assign words = own.words>
<#import "plain.ftl" as part>
<@part.kicker/>
<@part.asked/>
<@part.title/>
<#if shape.whole>
<@part.whole/>
<#else>
<@part.lead/>
<@part.contents/>
<#if !shape.hasConclusion && shape.link?has_content>
<@part.button words=words.on link=shape.link/>
</#if>
</#if>
<#if shape.hasConclusion>
<@part.conclusion/>
</#if>
<@part.tuned/>
<@part.related/>
<#if (shape.hasConclusion || shape.whole) && shape.link?has_content>
<@part.button words=(shape.cut?then(words.on, words.whole)) link=shape.link/>
</#if>
<#list shape.entries as each>
<@part.entry of=each first=each?is_first/>
</#list>
<@part.sponsor/>
<@part.footer/>
<@part.notes/>
