<#import "words.ftl" as own>
${own.subject}<#t>
