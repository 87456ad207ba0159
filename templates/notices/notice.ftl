<#-- A notice as text; notice.ftlh says the same in the same order. -->
${wrap(title)}

<#list lines as line>
${wrap(line)}

</#list>
<#if link??>
${button}:
${link}

</#if>
${wrap(note)}

-- 
<#-- The space above begins a signature (RFC 3676 section 4.3). -->
${newsletter.title}
<#list address as line>
${line}
</#list>
<#if leave??>

${say("unsubscribe.button")}:
${leave}
</#if>
