<#-- The text part of a short mail. -->
${wrap(title)}

<#list paragraphs as each>
${wrap(each)}

</#list>
<#if link?has_content>
${link}

</#if>
-- 
${newsletter.title}<#if newsletter.postalAddress?has_content>
${newsletter.postalAddress}</#if>
