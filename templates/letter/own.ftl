<#-- Your own pieces of the text part, as own.ftlh is for the HTML: the macros are those of plain.ftl. -->
