/**
 * Words that say nothing about an event, by language. Short lists of the commonest function words; what
 * they miss, document frequencies weigh down. English has news verbs too ("said", "told"),
 * agencies, and the abbreviations of business tables, which make strangers look alike.
 */
const LISTS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ja: `こと この その それ これ など ため という 述べ 述べた 語っ 発表 氏 日 月 年 時 人 同 者 的 中 約 さん 明らか 一方 今回`,
    th: `ที่ และ ของ ใน เป็น ได้ ว่า มี ให้ การ จะ ไม่ กับ ความ นี้ จาก โดย มา ไป ก็ แล้ว แต่ ยัง ต้อง ถูก คน กล่าว กล่าวว่า เมื่อ วัน
    หลัง ซึ่ง หรือ ตัว อย่าง ทำ เพื่อ คือ นั้น อยู่ ขึ้น ด้วย`,
    zh: `的 了 在 是 和 与 也 将 对 为 于 有 就 不 这 那 他 她 它 我 上 中 下 年 月 日 说 表示 称 等 并 及 被 把 从 到 以 而 但 后 前 会 可以 一个 一 个 已 还
    至 由 其 该 更 让 们 我们 他们 因 因为 如果 没有 之 或 向 至少 约 的話 說 這 與 將 對 為 於`,
    en: `a about above after again against all also am an and any are aren as at be because been before being
    below between both but by can cannot could couldn did didn do does doesn doing don down during each few for
    from further had hadn has hasn have haven having he her here hers herself him himself his how i if in into is
    isn it its itself just ll me more most mustn my myself no nor not now of off on once only or other ought our
    ours ourselves out over own re s said same say says shan she should shouldn so some such t than that the
    their theirs them themselves then there these they this those through to told too under until up us ve very
    was wasn we were weren what when where which while who whom why will with won would wouldn you your yours
    yourself yourselves mr mrs ms dr one two
    afp ap reuter reuters upi
    avg bln bn co corp cts dlr dlrs inc lt ltd mln mths oper pct plc qtr revs shr shrs vs`,
    de: `aber alle als also am an auch auf aus bei bin bis bist da damit dann das dass dein dem den der des die
    dies diese diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines er es etwas euch
    für gegen hat hatte hatten haben hier ich ihm ihn ihr ihre ihrem ihren ihrer im in ist jede jedem jeden jeder
    kann kein keine können man mehr mein mit muss nach nicht noch nun nur ob oder ohne sagte schon sehr sein seine
    seinem seinen seiner seit sich sie sind so soll sollte sondern sowie über um und uns unter vom von vor war
    waren was weil welche wenn wer werde werden wie wieder will wir wird wurde wurden zu zum zur zwei zwischen`,
    fr: `a à ai ainsi alors après au aussi autre aux avait avant avec avoir c ce ceci cela ces cet cette ceux
    chez comme contre d dans de depuis des deux dit donc dont du elle elles en encore entre est et étaient était
    été être eu eux fait fois ils il j je l la le les leur leurs lors lui mais me même mes moi moins mon n ne
    nos notre nous on ont ou où par pas plus pour qu quand que qui s sa sans se selon ses si son sont sous sur t
    ta tout tous toute très tu un une va vers vos votre vous y`,
    es: `a al algo ante antes aunque así cada como con contra cual cuando de del desde donde dos durante e el ella
    ellas ellos en entre era eran es esa ese eso esta está estaba están este esto estos fue fueron ha había han
    hasta hay la las le les lo los más me mi mientras muy no nos nosotros o otra otro para pero por porque que
    qué quien se según ser si sí sido sin sobre son su sus también tan te tiene todo todos tras tu tus un una
    unas uno unos y ya yo`,
    it: `a ad ai al alla alle anche c che chi ci come con contro cui d da dagli dai dal dalla dalle dei del della
    delle dello di dopo due e è ed era erano essere fa fra gli ha hanno i il in io l la le lei lo loro lui ma mi
    mentre ne negli nei nel nella nelle no noi non o ogni per però più prima quale quando quella quello questa
    questo se sempre senza si sia sono stata stato su sua sue sugli sui sul sulla suo suoi tra tutti tutto un una
    uno`,
    pt: `a à ao aos as às até com como contra da das de dela dele depois do dos e é ela elas ele eles em entre era
    eram essa esse esta está estão este eu foi foram há isso já la lhe mais mas me mesmo muito na não nas nem no
    nos num numa o os ou para pela pelas pelo pelos por porque quando que quem se segundo sem ser seu seus sido
    sobre sua suas também tem têm um uma uns`,
    nl: `aan al alle als bij dan dat de der deze die dit door dus een en er ge geen had heb heeft hem het hij hoe
    hun ik in is je kan kon maar me meer men met mijn na naar niet nog nu of om onder ons ook op over te tegen
    toch toen tot tussen u uit van veel voor waren was wat we wel werd wie wij wil worden wordt zal ze zei zich
    zij zijn zo zou`,
    sv: `alla att av bara blev bli de dem den denna det detta dig din du där efter ej eller en enligt er ett från
    för ha hade han har hans hon honom hur här i icke in inte jag kan kunde man med men mot mycket ni nu när någon
    något några och om oss på sade samma sedan sig sin sina ska skulle som så till under upp ut vad var vara
    varit vi vid vilka är över`,
    ru: `а без был была были было быть в вам вас во вот все всего всех вы где да для до его ее если есть еще же за
    и из или им их к как когда кто ли между меня мне мы на над не нет но ну о об один он она они от по под после
    при с со так также там то тоже только том у уже чем что чтобы эта эти это этого этой этом этот я`,
  }),
);

const sets = new Map<string, ReadonlySet<string>>();

/** The stop words of a language by its two-letter code; none where we have no list. */
export function stopWordsOf(code: string): ReadonlySet<string> {
  const known = sets.get(code);
  if (known !== undefined) return known;
  const words = new Set((LISTS.get(code) ?? '').split(/\s+/).filter((word) => word !== ''));
  sets.set(code, words);
  return words;
}
