<#-- The subject of a letter that corrects an earlier one. -->
<#import "words.ftl" as own>
${own.subject!("Correction: " + article.title)}
