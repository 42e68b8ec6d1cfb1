import { installMiniStack, startMiniStack } from "./ministack";
import { deploy } from "./deployment";
import { writeFileSync } from "node:fs";
void (async () => {
  const t=Date.now(); const say=(s:string)=>console.log(((Date.now()-t)/1000).toFixed(1),s);
  const program=installMiniStack(); say("installed");
  const ms=await startMiniStack(program,"/tmp/h7/run"); say("started "+ms.endpoint);
  const out=await deploy({endpoint:ms.endpoint,folder:"/tmp/h7/run",noticeSource:"mock.agreement-marketplace",productsFile:"infra/products.json",marketplace:"http://127.0.0.1:4700"});
  say(JSON.stringify(out));
  writeFileSync("/tmp/h7/run/state.json",JSON.stringify({endpoint:ms.endpoint,out}));
  if(process.argv[2]!=="keep") await ms.stop(); else await new Promise(()=>{});
})().catch(e=>{console.error(e);process.exit(1)});
