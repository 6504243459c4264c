import { benchPolling } from '/work/main/apps/cli/src/benching/fetch/polling.ts';
const [f,w,s]=process.argv.slice(2).map(Number);
const t=performance.now();
console.log(JSON.stringify(await benchPolling({feeds:f!,warmUpDays:w!,seed:s!},(x)=>console.error(x)),null,1),(performance.now()-t)/1000);
