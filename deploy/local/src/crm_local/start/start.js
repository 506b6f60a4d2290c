const words = {
  zh: {
    other: "English",
    headline: "从线索到成交、交付与安装，一条看得见的线",
    about: "六个服务、一条事件流：线索获取、查重、评分、分配与跟进，商机推进、订单与生产、现场安装、实时漏斗，以及与 MES、财务等系统的双向集成。",
    signIn: "登录", signOut: "退出", person: "演示人员", password: "密码", passwordHint: "所有演示人员的密码都是 demo。每个人只看到自己数据范围内的数字。",
    funnel: "实时销售漏斗", stage: "阶段", entered: "进入", current: "当前", amount: "当前金额", conversion: "转化率",
    funnelHint: "转化率：进入该阶段的商机中，之后进入后续阶段的比例（95% 区间）。",
    today: "今日线索", unread: "未读通知", overdue: "逾期跟进", pooled: "公海待领取", alike: "疑似重复", todayHint: "在您的数据范围内：收件箱、已到期的跟进、线索池，以及等待合并的疑似重复。",
    scores: "评分与转化", scoresHint: "每个等级的线索中已转化为商机的比例。",
    services: "接口文档", tour: "完整演练（复制即用的 curl）：docs/tour.md · 让这里动起来：在演练中推进一个商机，漏斗会在几秒内变化。",
    ready: "全部就绪", trouble: "部分未就绪", away: "无法连接", updated: "更新于", grade: "级", of: "/", few: "样本少",
    around: "外围系统（模拟）", wrong: "用户名或密码不正确。", later: "暂时无法登录，请稍后再试。", empty: "还没有数据：演示正在运行，或尚未导入线索。",
  },
  en: {
    other: "中文",
    headline: "One visible line from lead to deal, delivery and installation",
    about: "Six services on one stream of events: leads captured, compared, scored, assigned and followed up, opportunities moved, orders produced, installations closed, a live funnel, and MES, finance and other systems connected both ways.",
    signIn: "Sign in", signOut: "Sign out", person: "Demo person", password: "Password", passwordHint: "The password of every demo person is demo. Everybody sees the numbers of their own scope.",
    funnel: "Live sales funnel", stage: "Stage", entered: "Entered", current: "Now", amount: "Amount now", conversion: "Conversion",
    funnelHint: "Conversion: of the opportunities that entered a stage, how many went on to a later one (95 % interval).",
    today: "Leads today", unread: "Unread", overdue: "Overdue", pooled: "In pools", alike: "Likely the same", todayHint: "In your scope: your inbox, follow-ups that are overdue, leads to be claimed, and pairs that wait to be merged.",
    scores: "Scores and conversion", scoresHint: "How many of the leads of each grade became opportunities.",
    services: "API documentation", tour: "The whole tour as copy-and-paste curl: docs/tour.md · Make this page move: advance an opportunity there and the funnel follows within seconds.",
    ready: "all ready", trouble: "not all ready", away: "cannot connect", updated: "updated", grade: "", of: "/", few: "few",
    around: "Systems around it (simulated)", wrong: "The user name or the password is wrong.", later: "Cannot sign in right now, please try again.", empty: "Nothing yet: the demo is under way, or no lead was imported.",
  },
};
const services = {
  leads: ["线索", "获客、查重、评分、分配、跟进、转化", "Leads", "capture, duplicates, scores, assignment, follow-up, conversion"],
  opportunities: ["商机", "阶段推进、产品明细、赢单与输单", "Opportunities", "stages, product lines, won and lost"],
  orders: ["订单", "确认、生产进度、交付、开票", "Orders", "confirmation, production, delivery, invoices"],
  "field-service": ["现场服务", "安装工单的派工、开工与关闭", "Field service", "installations assigned, started, closed"],
  analytics: ["分析", "漏斗、时点回看、分析视图", "Analytics", "funnel, as of any moment, SQL views"],
  "integration-gateway": ["集成网关", "主数据、对外投递、回调、Webhook、通知、事件流", "Integration gateway", "master data, deliveries, callbacks, webhooks, notifications, event stream"],
};
const refreshSeconds = 3;
const $ = (selector) => document.querySelector(selector);
const store = sessionStorage;
let language = localStorage.getItem("language") ?? (navigator.language.startsWith("zh") ? "zh" : "en");
let session = null;
let start = { people: [], peers: null };
let shown = { funnel: null, leads: [], today: {} };

const say = (key) => words[language][key];
const element = (tag, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children.filter((child) => child !== null));
  return made;
};
const number = (value, options) => new Intl.NumberFormat(language === "zh" ? "zh-CN" : "en", options).format(value);
const percent = (value) => number(value, { style: "percent", maximumFractionDigits: 0 });
const money = ({ amount, currency }) =>
  number(Number(amount), { style: "currency", currency, currencyDisplay: "narrowSymbol", notation: "compact", maximumFractionDigits: 1 });

function speak() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  for (const one of document.querySelectorAll("[data-t]")) one.textContent = say(one.dataset.t);
  $("#language").textContent = say("other");
  $("#services").replaceChildren(...Object.entries(services).map(([name, text]) => {
    const [title, about] = language === "zh" ? text : text.slice(2);
    return element("li", {}, element("a", { href: `/docs/${name}/docs` }, element("b", { textContent: title }), element("small", { textContent: about })));
  }));
  const chosen = $("select").value;
  $("select").replaceChildren(...start.people.map((person) => element("option", { value: person.user, textContent: `${person.name} · ${person.user} · ${person.role}` })));
  if (chosen) $("select").value = chosen;
  $("#around").replaceChildren(...(start.peers ? [`${say("around")}: `, element("a", { href: start.peers, textContent: start.peers })] : []));
  draw();
}

function draw() {
  $("#sign-in").hidden = session !== null;
  $("#funnel").hidden = session === null;
  if (session === null || shown.funnel === null) return;
  $("#who").textContent = session.name;
  const stages = shown.funnel.stages;
  const most = Math.max(1, ...stages.map((stage) => stage.entered));
  $("#stages").replaceChildren(...stages.map((stage) => row(stage, most)));
  const nothing = stages.every((stage) => stage.entered === 0);
  $("#live").textContent = nothing ? say("empty") : `${say("updated")} ${shown.at.toLocaleTimeString(language === "zh" ? "zh-CN" : "en")}.`;
  $("#today").replaceChildren(...Object.entries(shown.today).map(([name, count]) => element("li", {}, say(name), element("b", { textContent: count }))));
  $("#grades").replaceChildren(...["A", "B", "C", "D"].map(grade));
}

function row(stage, most) {
  const bar = element("span", { className: "bar" });
  bar.style.width = `${(100 * stage.entered) / most}%`;
  const amounts = stage.amounts.filter((each) => Number(each.amount) > 0).map(money).join(" + ");
  const rate = stage.conversion;
  const cell = (label, ...content) => {
    const made = element("td", {}, ...content);
    made.dataset.label = say(label);
    return made;
  };
  return element("tr", { className: stage.code },
    element("th", { scope: "row", textContent: language === "zh" ? stage.name_zh : stage.name_en }),
    element("td", { className: "bars" }, bar),
    cell("entered", number(stage.entered)),
    cell("current", number(stage.current)),
    cell("amount", amounts || "—"),
    rate ? cell("conversion", percent(rate.rate), element("small", { textContent: `${percent(rate.low)} – ${percent(rate.high)}${rate.few ? ` · ${say("few")}` : ""}` })) : element("td"));
}

function grade(name) {
  const rows = shown.leads.filter((each) => each.grade === name);
  const leads = rows.reduce((sum, each) => sum + each.leads, 0);
  const converted = rows.reduce((sum, each) => sum + each.converted, 0);
  return element("li", {}, `${name} ${say("grade")}`, element("b", { textContent: leads ? percent(converted / leads) : "—" }),
    element("small", { textContent: `${number(converted)} ${say("of")} ${number(leads)}` }));
}

async function counts() {
  const [inbox, late, pools, pairs] = await Promise.all([ask("/api/integration-gateway/v1/notifications/unread"), ask("/api/leads/v1/leads?status=open&overdue=true&limit=100"),
    ask("/api/leads/v1/pools"), ask("/api/leads/v1/duplicates?limit=100")]);
  const length = (page) => number(page.items.length) + (page.next ? "+" : "");
  return { unread: number(inbox.unread), overdue: length(late), pooled: number(pools.items.reduce((sum, pool) => sum + pool.leads, 0)), alike: length(pairs) };
}

async function ask(path) {
  const answer = await fetch(path, { headers: session ? { authorization: `Bearer ${await token()}` } : {} });
  if (answer.status === 401 && session) signOut();
  if (!answer.ok) throw new Error(`${answer.status} ${path}`);
  return answer.json();
}

async function token() {
  if (Date.now() > session.until) await signIn({ grant_type: "refresh_token", refresh_token: session.refresh });
  return session.access;
}

async function signIn(form) {
  const answer = await fetch("/auth/token", { method: "POST", body: new URLSearchParams(form) });
  if (!answer.ok) {
    signOut();
    throw new Error(answer.status < 429 ? "wrong" : "later");
  }
  const granted = await answer.json();
  const claims = JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(granted.access_token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0))));
  session = { access: granted.access_token, refresh: granted.refresh_token, until: Date.now() + 1000 * (granted.expires_in - 30), name: `${claims.name} · ${claims.roles.join(", ")}` };
  store.setItem("refresh", session.refresh);
}

function signOut() {
  if (session) navigator.sendBeacon("/auth/revoke", new URLSearchParams({ token: session.refresh }));
  session = null;
  store.removeItem("refresh");
  shown = { funnel: null, leads: [], today: {} };
  draw();
}

async function refresh() {
  try {
    const { status } = await (await fetch("/health/ready")).json();
    $("#health").className = status === "ready" ? "ready" : "trouble";
    $("#health").textContent = say(status === "ready" ? "ready" : "trouble");
    if (session) {
      const [funnel, leads, today] = await Promise.all([ask("/api/analytics/v1/funnel"), ask("/api/analytics/v1/leads/summary"), counts()]);
      if (session) shown = { funnel, leads, today, at: new Date() };
      draw();
    }
  } catch (error) {
    if (error instanceof TypeError) {
      $("#health").className = "trouble";
      $("#health").textContent = say("away");
    }
  }
}

async function live() {
  for (;;) {
    if (!document.hidden) await refresh();
    await new Promise((resolve) => setTimeout(resolve, 1000 * refreshSeconds));
  }
}

$("#language").addEventListener("click", () => {
  language = language === "zh" ? "en" : "zh";
  localStorage.setItem("language", language);
  speak();
});
$("#sign-out").addEventListener("click", signOut);
$("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const fault = $("#sign-in .fault");
  fault.hidden = true;
  try {
    await signIn({ grant_type: "password", ...Object.fromEntries(new FormData(event.target)) });
    event.target.password.value = "";
    await refresh();
  } catch (error) {
    fault.textContent = say(error.message === "wrong" ? "wrong" : "later");
    fault.hidden = false;
  }
  draw();
});

speak();
start = await (await fetch("/start.json")).json();
speak();
const kept = store.getItem("refresh");
if (kept) await signIn({ grant_type: "refresh_token", refresh_token: kept }).catch(() => {});
live();
