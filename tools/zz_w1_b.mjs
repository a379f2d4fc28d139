import {chromium} from './node_modules/playwright-core/index.mjs';
const B='http://127.0.0.1:8321',S='/tmp/trial/w1shots/';
const b=await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox']});
const lang=process.argv[2]||'fr',js=process.argv[3]!=='nojs';
const P=lang==='en'?'/en':''; const tag='t_'+lang+(js?'':'nojs');
const ctx=await b.newContext({viewport:{width:1280,height:900},javaScriptEnabled:js,locale:lang==='en'?'en-GB':'fr-FR'});
const p=await ctx.newPage(); p.setDefaultTimeout(5000);
p.on('console',m=>{if(m.type()==='error')console.log('CONSOLE',p.url(),m.text())});
p.on('pageerror',e=>console.log('PAGEERR',e.message));p.on('dialog',d=>{console.log('DIALOG',d.message());d.accept()});
let n=0;
async function shot(name){ n++; const k=String(n).padStart(2,'0');
 for(const [w,h] of [[360,740],[1280,900]]){ await p.setViewportSize({width:w,height:h}); await p.waitForTimeout(120);
  const o=await p.evaluate(`[document.documentElement.scrollWidth,document.documentElement.clientWidth]`);
  if(o[0]>o[1])console.log('OVERFLOW',w,name,JSON.stringify(o));
  await p.screenshot({path:`${S}${tag}_${k}_${name}_${w}.png`,fullPage:true}); }
 console.log('-----',name,p.url(),'|',await p.title(),'\n'+(await p.locator('main').innerText()).replace(/\n+/g,'\n'));
}
const go=async u=>{const r=await p.goto(B+u);return r.status()};
const FULL='/sessions/demo-d55d87d8ba85f74b19522396', OPEN='/sessions/demo-83a418cbc60c1268f868dee7',FEW='/sessions/demo-a668921f8376b07e4bae3783',PAIR='/sessions/demo-cb2d7796a0e35944935db2d3',CAN='/sessions/demo-a9edf7a59382dea04e03cfcc',ONL='/sessions/demo-58396765d40739a90f96b9a5';
const step=async(name,f)=>{try{await f()}catch(e){console.log('FAIL',name,e.message.split('\n').slice(0,4).join(' | '))}};
const submit=async()=>{await p.evaluate(`document.querySelectorAll('form').forEach(f=>f.noValidate=true)`);await p.locator('aside.take button.primary').click();await p.waitForTimeout(400)};
const btns=async()=>console.log('CONTROLS',JSON.stringify(await p.locator('main a, main button, main input:not([type=hidden])').evaluateAll(e=>e.map(x=>x.tagName+':'+(x.innerText||x.name||x.value).slice(0,60)+'>'+(x.getAttribute('href')||'')))));
await step('t',async()=>{await go(P+OPEN);await p.fill('#places','2');await p.fill('#name','Camille');await p.fill('#email','camille@example.org');await submit();await shot('ticket_named');await btns();
 const t=p.url();
 const er=p.locator('section.kept button, section.kept a').first();await er.click();await p.waitForTimeout(300);await shot('erase1');await btns();
 if(await p.locator('main form button').count()&&p.url()!==t){await p.locator('main form button').first().click();await p.waitForTimeout(300);await shot('erase2')}
 await p.goto(t);await p.locator('a[href$="/dates"]').click();await shot('dates');await btns();
 if(await p.locator('main form button').count()){await p.locator('main form button').first().click();await p.waitForTimeout(300);await shot('dates_done');await btns();}
 await p.goto(t);await shot('old_ticket_after_change');
 const ics=await p.request.get(t+'/calendar.ics');console.log(ics.status(),await ics.text());
 await p.goto(t);await p.locator('a[href$="/cancel"]').click();await shot('cancel');await btns();
 await p.locator('main form button').first().click();await p.waitForTimeout(300);await shot('cancelled');await btns();await p.goto(t);await shot('cancelled_reload');
 for(const x of ['/cancel','/dates','/calendar.ics']){const r=await p.goto(t+x).catch(e=>({status:()=>e.message.split('\n')[0]}));console.log(x,r.status())}
});
await step('wait',async()=>{await go(P+FULL);await p.fill('#places','1');await submit();await shot('wait_ticket');await btns();const t=p.url();
 await p.locator('a[href$="/dates"]').click({timeout:1500}).then(()=>shot('wait_dates')).catch(()=>console.log('no dates link'));await p.goto(t);
 await p.locator('a[href$="/cancel"]').click();await shot('wait_cancel');await p.locator('main form button').first().click();await p.waitForTimeout(300);await shot('wait_left');});
if(js&&lang==='fr'){
for(const v of ['5','-1','2.5','abc','13']) await step('n'+v,async()=>{await go(P+OPEN);await p.evaluate(`document.querySelector('#places').type='text'`);await p.fill('#places',v);await submit();console.log('PLACES',v,p.url());await shot('n'+v);if(p.url().includes('/ticket/')){await p.goto(p.url()+'/cancel');await p.locator('main form button').first().click()}});
await step('few',async()=>{await go(FEW);await shot('few');await p.fill('#places','4');await submit();await shot('few4');if(p.url().includes('/ticket/')){await p.goto(p.url()+'/cancel');await p.locator('main form button').first().click()}});
await step('pair',async()=>{await go(PAIR);await shot('pair')});
await step('can',async()=>{await go(CAN);await shot('cancelled_session')});
await step('onl',async()=>{await go(ONL);await shot('online')});
await step('badt',async()=>{console.log(await go('/ticket/abc'));await shot('badticket')});
await step('si',async()=>{console.log(await go('/sign-in'));await shot('signin')});
await step('par',async()=>{await go('/partners/demo-bd985bf4117a3d0bee03f502');await shot('partner2');await btns()});
}
else { await step('can',async()=>{await go(P+CAN);await shot('cancelled_session');await go(P+PAIR);await shot('pair');await go(P+ONL);await shot('online');await go(P+'/sign-in');await shot('signin');await go(P+'/partners/demo-bd985bf4117a3d0bee03f502');await shot('partner2')}); }
await b.close();
