<#--
  The letter's own words, by language. A language that is not here gets the English ones.
  {newsletter} and {minutes} stand for the newsletter's title and the reading time, {title} and {date} for the title
  and the day of the letter that is corrected; in "digest" and "more", {count} for a number of articles.
-->
<#assign table = {
  "en": {
    "contents": "In this article", "sponsor": "Sponsor", "preferences": "Preferences", "links": "Links",
    "digest": "New articles: {count}", "more": "{title} and {count} more",
    "correction": "Correction: {title}",
    "corrects": "This letter corrects the one that we sent you on {date}.",
    "minutes": "{minutes} min read", "conclusion": "Conclusion", "tuned": "Stay tuned",
    "asked": "You asked to stay tuned", "promised": "Promised earlier", "related": "Related earlier",
    "coming": "Coming next",
    "whole": "Read the whole article", "on": "Read on",
    "why": "You get this letter because you subscribed to {newsletter}.",
    "unsubscribe": "Unsubscribe", "web": "View in browser"
  },
  "de": {
    "contents": "In diesem Artikel", "sponsor": "Anzeige", "preferences": "Einstellungen", "links": "Links",
    "digest": "Neue Artikel: {count}", "more": "{title} und {count} weitere",
    "correction": "Korrektur: {title}",
    "corrects": "Dieser Brief berichtigt den, den wir Ihnen am {date} geschickt haben.",
    "minutes": "{minutes} Min. Lesezeit", "conclusion": "Fazit", "tuned": "So geht es weiter",
    "asked": "Sie wollten dranbleiben", "promised": "Früher versprochen", "related": "Früher zum Thema",
    "coming": "Demnächst",
    "whole": "Den ganzen Artikel lesen", "on": "Weiterlesen",
    "why": "Sie erhalten diesen Brief, weil Sie {newsletter} abonniert haben.",
    "unsubscribe": "Abbestellen", "web": "Im Browser ansehen"
  },
  "fr": {
    "contents": "Dans cet article", "sponsor": "Partenaire", "preferences": "Préférences", "links": "Liens",
    "digest": "Nouveaux articles : {count}", "more": "{title} et {count} autres",
    "correction": "Correction : {title}",
    "corrects": "Cette lettre corrige celle que nous vous avons envoyée le {date}.",
    "minutes": "{minutes} min de lecture", "conclusion": "Conclusion", "tuned": "À suivre",
    "asked": "Vous attendiez la suite", "promised": "Promis précédemment", "related": "Déjà paru sur ce sujet",
    "coming": "À paraître",
    "whole": "Lire l’article en entier", "on": "Lire la suite",
    "why": "Vous recevez cette lettre parce que vous êtes abonné à {newsletter}.",
    "unsubscribe": "Se désabonner", "web": "Voir dans le navigateur"
  },
  "es": {
    "contents": "En este artículo", "sponsor": "Patrocinador", "preferences": "Preferencias", "links": "Enlaces",
    "digest": "Artículos nuevos: {count}", "more": "{title} y {count} más",
    "correction": "Corrección: {title}",
    "corrects": "Esta carta corrige la que le enviamos el {date}.",
    "minutes": "{minutes} min de lectura", "conclusion": "Conclusión", "tuned": "Próximamente",
    "asked": "Usted esperaba la continuación", "promised": "Prometido antes", "related": "Antes sobre el tema",
    "coming": "Próximos artículos",
    "whole": "Leer el artículo completo", "on": "Seguir leyendo",
    "why": "Recibe esta carta porque se suscribió a {newsletter}.",
    "unsubscribe": "Cancelar la suscripción", "web": "Ver en el navegador"
  },
  "it": {
    "contents": "In questo articolo", "sponsor": "Sponsor", "preferences": "Preferenze", "links": "Collegamenti",
    "digest": "Nuovi articoli: {count}", "more": "{title} e altri {count}",
    "correction": "Correzione: {title}",
    "corrects": "Questa lettera corregge quella che ti abbiamo inviato il {date}.",
    "minutes": "{minutes} min di lettura", "conclusion": "Conclusione", "tuned": "Prossimamente",
    "asked": "Aspettava il seguito", "promised": "Promesso in precedenza", "related": "In precedenza sul tema",
    "coming": "Prossimi articoli",
    "whole": "Leggi tutto l’articolo", "on": "Continua a leggere",
    "why": "Ricevi questa lettera perché ti sei iscritto a {newsletter}.",
    "unsubscribe": "Annulla l’iscrizione", "web": "Apri nel browser"
  },
  "pt": {
    "contents": "Neste artigo", "sponsor": "Patrocinador", "preferences": "Preferências", "links": "Ligações",
    "digest": "Novos artigos: {count}", "more": "{title} e mais {count}",
    "correction": "Correção: {title}",
    "corrects": "Esta carta corrige a que lhe enviámos em {date}.",
    "minutes": "{minutes} min de leitura", "conclusion": "Conclusão", "tuned": "Em breve",
    "asked": "Esperava a continuação", "promised": "Prometido anteriormente", "related": "Antes sobre o tema",
    "coming": "Próximos artigos",
    "whole": "Ler o artigo completo", "on": "Continuar a ler",
    "why": "Recebe esta carta porque subscreveu {newsletter}.",
    "unsubscribe": "Cancelar a subscrição", "web": "Ver no navegador"
  },
  "ru": {
    "contents": "В этой статье", "sponsor": "Реклама", "preferences": "Настройки", "links": "Ссылки",
    "digest": "Новые статьи: {count}", "more": "{title} и ещё {count}",
    "correction": "Исправление: {title}",
    "corrects": "Это письмо исправляет то, которое мы отправили вам {date}.",
    "minutes": "{minutes} мин чтения", "conclusion": "Заключение", "tuned": "Что дальше",
    "asked": "Вы ждали продолжения", "promised": "Обещано ранее", "related": "Ранее по теме",
    "coming": "Скоро выйдет",
    "whole": "Читать статью полностью", "on": "Читать дальше",
    "why": "Вы получили это письмо, потому что подписались на {newsletter}.",
    "unsubscribe": "Отписаться", "web": "Открыть в браузере"
  },
  "ar": {
    "contents": "في هذا المقال", "sponsor": "إعلان", "preferences": "التفضيلات", "links": "الروابط",
    "digest": "مقالات جديدة: {count}", "more": "{title} و{count} غيرها",
    "correction": "تصحيح: {title}",
    "corrects": "تصحّح هذه الرسالة تلك التي أرسلناها إليك في {date}.",
    "minutes": "مدة القراءة: {minutes} د", "conclusion": "الخلاصة", "tuned": "ترقّبوا",
    "asked": "كنتم تترقّبون البقية", "promised": "وُعد به سابقًا", "related": "سابقًا حول الموضوع",
    "coming": "يصدر قريبًا",
    "whole": "قراءة المقال كاملًا", "on": "متابعة القراءة",
    "why": "تصلك هذه الرسالة لأنك مشترك في {newsletter}.",
    "unsubscribe": "إلغاء الاشتراك", "web": "عرض في المتصفح"
  },
  "ja": {
    "contents": "この記事の内容", "sponsor": "スポンサー", "preferences": "設定", "links": "リンク",
    "digest": "新着記事：{count}件", "more": "{title} ほか{count}件",
    "correction": "訂正：{title}",
    "corrects": "このメールは、{date}にお送りしたメールを訂正するものです。",
    "minutes": "読了目安 {minutes} 分", "conclusion": "まとめ", "tuned": "次回予告",
    "asked": "お待ちいただいた続きです", "promised": "以前の予告", "related": "関連する以前の記事",
    "coming": "公開予定",
    "whole": "記事の全文を読む", "on": "続きを読む",
    "why": "このメールは「{newsletter}」を購読している方にお送りしています。",
    "unsubscribe": "配信停止", "web": "ブラウザーで見る"
  },
  "zh": {
    "contents": "本文内容", "sponsor": "赞助", "preferences": "偏好设置", "links": "链接",
    "digest": "新文章：{count} 篇", "more": "{title} 等另外 {count} 篇",
    "correction": "更正：{title}",
    "corrects": "这封信更正我们于{date}发给您的那一封。",
    "minutes": "阅读约 {minutes} 分钟", "conclusion": "结语", "tuned": "敬请期待",
    "asked": "您期待的后续", "promised": "此前的预告", "related": "此前的相关文章",
    "coming": "即将发布",
    "whole": "阅读全文", "on": "继续阅读",
    "why": "您收到这封信，是因为您订阅了《{newsletter}》。",
    "unsubscribe": "退订", "web": "在浏览器中查看"
  },
  "ko": {
    "contents": "이 글의 내용", "sponsor": "후원", "preferences": "설정", "links": "링크",
    "digest": "새 글 {count}편", "more": "{title} 외 {count}편",
    "correction": "정정: {title}",
    "corrects": "{date}에 보내 드린 메일을 바로잡습니다.",
    "minutes": "읽는 시간 {minutes}분", "conclusion": "마치며", "tuned": "다음 소식",
    "asked": "기다리시던 다음 이야기", "promised": "지난 예고", "related": "관련된 지난 글",
    "coming": "공개 예정",
    "whole": "글 전체 읽기", "on": "계속 읽기",
    "why": "{newsletter}을(를) 구독하셔서 이 메일을 보내 드립니다.",
    "unsubscribe": "구독 취소", "web": "브라우저에서 보기"
  }
}>
<#-- Which words each language has: a test compares them. -->
<#assign languages = {}>
<#list table as each, of><#assign languages = languages + {each: of?keys?sort?join(" ")}></#list>
<#assign words = table[language?lower_case?split("-")[0]]!table.en>
<#assign why = words.why?replace("{newsletter}", newsletter.title)>
<#-- How long it takes to read; empty under a minute. -->
<#function reading minutes>
  <#return (minutes gte 1)?then(words.minutes?replace("{minutes}", minutes?string), "")>
</#function>
<#assign minutes = reading(article.minutes)>
<#assign notice = ((correction.date)!"")?has_content?then(words.corrects?replace("{date}", (correction.date)!""), "")>
<#assign subject = article.title>
<#if notice?has_content><#assign subject = words.correction?replace("{title}", article.title)></#if>
<#if (.data_model.entries)?? && .data_model.entries?size gt 1>
  <#assign subject = words.more?replace("{title}", .data_model.entries[0].title)?replace("{count}", (.data_model.entries?size - 1)?string)>
</#if>
