import {chromium} from './node_modules/playwright-core/index.mjs';
const B='http://127.0.0.1:8321',S='/tmp/trial/w1shots/';
const b=await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox']});
const c=await b.newContext({viewport:{width:360,height:740},locale:'fr-FR'});const p=await c.newPage();p.setDefaultTimeout(4000);
const step=async(name,f)=>{try{await f()}catch(e){console.log('FAIL',name,e.message.split('\n').slice(0,4).join(' | '))}};
const FULL='/sessions/demo-d55d87d8ba85f74b19522396',OPEN='/sessions/demo-83a418cbc60c1268f868dee7';
await step('wait',async()=>{await p.goto(B+FULL);await p.fill('#places','2');await p.locator('aside.take button.primary').click();await p.waitForURL(/ticket/);const t=p.url();const r=await (await p.request.get(t+'/calendar.ics')).text();console.log(r.match(/STATUS.*|SUMMARY.*/g));
 // bad number on waiting list
 await p.goto(t+'/dates');await p.locator('main input[type=radio]').first().check();await p.locator('main form button').first().click();await p.waitForURL(u=>!String(u).includes('/dates'));console.log('moved wait->',(await p.locator('main').innerText()).slice(0,60));const t2=p.url();await p.goto(t2+'/cancel');await p.locator('main form button').first().click();await p.waitForTimeout(200);console.log(p.url());});
await step('error scroll',async()=>{await p.goto(B+OPEN);await p.evaluate(`document.querySelector('aside.take form').noValidate=true`);await p.fill('#places','0');await p.locator('aside.take button.primary').click();await p.waitForTimeout(600);console.log('scrollY',await p.evaluate('scrollY'),'error top',await p.evaluate(`[...document.querySelectorAll('.take [role=alert], .take .errors, .take .notice, .error-summary')].map(e=>e.className+' '+(e.getAttribute('role'))+' '+Math.round(e.getBoundingClientRect().top))`));await p.screenshot({path:S+'e_error_viewport_360.png'})});
await step('wide',async()=>{for(const w of [320]){await p.setViewportSize({width:w,height:740});for(const u of ['/','/programme','/programme/calendar?month=2026-12',OPEN,FULL,'/partners','/privacy']){await p.goto(B+u);const o=await p.evaluate('[document.documentElement.scrollWidth,innerWidth]');if(o[0]>o[1])console.log('OVER',w,u,o)}}});
await step('dups',async()=>{await p.goto(B+'/en'+OPEN);console.log('lang attrs on French content in EN page:',await p.evaluate(`[...document.querySelectorAll('main [lang]')].length`));await p.goto(B+'/en');console.log(await p.evaluate(`[...document.querySelectorAll('main h3 a')].slice(0,3).map(e=>e.closest('[lang]').lang)`))});
await step('hist',async()=>{await p.goto(B+'/sessions/demo-83a418cbc60c1268f868dee7');console.log('places left now',await p.locator('aside.take strong').innerText())});
await b.close();
