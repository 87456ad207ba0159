<#-- What stands above a letter that its editor is shown before it goes out. -->
${newsletter.title}, issue ${number?c}: ${subject}

<#if sends>It goes out on ${due} unless it is held.<#else>It is held unless it is approved by ${due}.</#if>
<#if early>Approved, it goes out at once.<#elseif !(sends && goes == due)>Approved, it goes out on ${goes}.</#if>

Approve:
${approve}
Hold:
${hold}

Do not forward this mail: whoever has these links can use them. Below is
the letter as readers will see it.

========================================================================

