import {chromium} from './node_modules/playwright-core/index.mjs';
const B='http://127.0.0.1:8321',S='/tmp/trial/w1shots/';
const b=await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox']});
const lang=process.argv[2]||'fr',js=process.argv[3]!=='nojs';
const P=lang==='en'?'/en':''; const tag=lang+(js?'':'nojs');
const ctx=await b.newContext({viewport:{width:1280,height:900},javaScriptEnabled:js,locale:lang==='en'?'en-GB':'fr-FR'});
const p=await ctx.newPage(); p.setDefaultTimeout(5000);
p.on('console',m=>{if(m.type()==='error'||m.type()==='warning')console.log('CONSOLE',p.url(),m.text())});
p.on('pageerror',e=>console.log('PAGEERR',e.message));
let n=0;
async function shot(name){ n++; const k=String(n).padStart(2,'0');
 for(const [w,h] of [[360,740],[1280,900]]){ await p.setViewportSize({width:w,height:h}); await p.waitForTimeout(120);
  const o=await p.evaluate(`(()=>{const W=document.documentElement.clientWidth;const bad=[...document.querySelectorAll('body *')].filter(e=>{const r=e.getBoundingClientRect();return r.width&&r.right>W+1&&!e.closest('.visually-hidden,.skip')}).slice(0,4).map(e=>e.tagName+'.'+e.className+' '+e.textContent.slice(0,40));return [document.documentElement.scrollWidth,W,bad]})()`).catch(()=>null);
  if(o&&(o[0]>o[1]||o[2].length))console.log('OVERFLOW',w,name,JSON.stringify(o));
  await p.screenshot({path:`${S}${tag}_${k}_${name}_${w}.png`,fullPage:true}); }
 if(process.argv.includes('text')) console.log('-----',name,p.url(),await p.title(),'\n'+(await p.locator('main').innerText()));
}
const go=async u=>{const r=await p.goto(B+u);return r.status()};
const FULL='/sessions/demo-d55d87d8ba85f74b19522396', OPEN='/sessions/demo-83a418cbc60c1268f868dee7';
const step=async(name,f)=>{try{await f()}catch(e){console.log('FAIL',name,e.message.split('\n').slice(0,4).join(' | '))}};
await step('home',async()=>{await go(P||'/');await shot('home')});
await step('prog',async()=>{await go(P+'/programme');await shot('programme');await p.locator('details summary').first().click();await shot('programme_filters')});
await step('filt',async()=>{await p.fill('#q','écrire');await p.locator('form.filters button.primary').click();await shot('filter_q');});
await step('filt2',async()=>{console.log(await go(P+'/programme?q=zzzz'));await shot('filter_none');console.log(await go(P+'/programme?from=2027-12-01&to=2026-01-01'));await shot('filter_baddates');console.log(await go(P+'/programme?from=hello&theme=x'));await shot('filter_garbage')});
await step('cal',async()=>{await go(P+'/programme/calendar');await shot('calendar');await p.locator('a[rel=next]').click();await shot('calendar_dec');console.log('cal bad',await go(P+'/programme/calendar?month=zz'));await shot('calendar_bad')});
await step('open',async()=>{await go(P+OPEN);await shot('session_open')});
for(const [v,e] of [['0',''],['99',''],['','' ],['1','pas-un-courriel']]) await step('bad'+v+e,async()=>{
 await go(P+OPEN);await p.fill('#places',v);await p.fill('#email',e);await p.locator('aside.take button.primary').click();await p.waitForTimeout(300);
 console.log('BAD native',v,e,p.url(),await p.evaluate(`[...document.querySelectorAll('aside.take :invalid')].map(x=>x.tagName+' '+x.name+' '+x.validationMessage)`).catch(()=>''));
 await p.evaluate(`document.querySelector('aside.take form')&&(document.querySelector('aside.take form').noValidate=true)`).catch(()=>{});
 if(await p.locator('aside.take button.primary').count()){await p.locator('aside.take button.primary').click();await p.waitForTimeout(300)}
 await shot('bad_'+(v||'empty')+(e?'_mail':''));});
await step('take',async()=>{await go(P+OPEN);await p.fill('#places','2');await p.locator('aside.take button.primary').click();await p.waitForLoadState();await shot('ticket');
 console.log('TICKET',p.url()); console.log(await p.locator('main').innerHTML());});
await step('partners',async()=>{await go(P+'/partners');await shot('partners');await p.locator('main li a').first().click();await shot('partner')});
await step('priv',async()=>{await go(P+'/privacy');await shot('privacy')});
await step('404',async()=>{console.log(await go(P+'/nimporte-quoi'));await shot('404');console.log(await go(P+'/sessions/xyz'));await shot('404session')});
await b.close();
