// The look of the HTML report: system fonts, no image, one column. Colours are pairs of ink and wash that reach 4.5:1 in
// light, dark and on paper; a test computes them.

const LIGHT =
  "--ink:#18212c;--dim:#566171;--paper:#f5f6f8;--card:#fff;--line:#dfe3e9;--high:#a8211b;--high-wash:#fdeceb;--medium:#84480a;--medium-wash:#fdf1dc;--low:#1c5799;--low-wash:#e7f0fb;--good:#1a6639;--good-wash:#e5f4ea;--focus:#1c5799";
const DARK =
  "--ink:#e6e9ef;--dim:#a4aebb;--paper:#101419;--card:#181e25;--line:#2d3641;--high:#ffaaa3;--high-wash:#3a1c1c;--medium:#f5c77e;--medium-wash:#34280f;--low:#a0c7f5;--low-wash:#172a40;--good:#8fdcae;--good-wash:#14301f;--focus:#a0c7f5";

export const STYLE = `
:root{color-scheme:light dark;${LIGHT}}
@media (prefers-color-scheme:dark){:root{${DARK}}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:56rem;padding:2.5rem 1.5rem 4rem;font:1rem/1.55 system-ui,sans-serif;color:var(--ink);background:var(--paper);overflow-wrap:anywhere;-webkit-text-size-adjust:100%}
h1,h2,h3,p,ul,dl,dd,pre{margin:0;padding:0;font-size:inherit}
h1{font-size:1.05rem;font-weight:500;color:var(--dim)}
h2{font-size:1.2rem;font-weight:650;margin-bottom:.9rem}
h3{font-size:1.06rem;font-weight:650;line-height:1.35}
section{margin-top:2.75rem}
code,pre,.change{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.88em;direction:ltr;unicode-bidi:isolate}
small{font-size:.88em;color:var(--dim)}
.count{color:var(--dim);font-weight:400}
.verdict{margin:.35rem 0 1.5rem;font-size:1.75rem;font-weight:680;line-height:1.25;letter-spacing:-.01em}
.verdict::before{content:"";display:block;width:3rem;border:.15rem solid;border-radius:1rem;margin-bottom:.9rem}
.bad{color:var(--high)}.warn{color:var(--medium)}.verdict.good{color:var(--good)}
header dl{display:flex;flex-wrap:wrap;gap:.75rem 2.25rem}
dt{font-size:.82rem;color:var(--dim)}
fieldset{display:flex;flex-wrap:wrap;gap:.5rem;margin:0;padding:0;border:0;min-width:0}
legend{padding:0 0 .45rem;font-size:.82rem;color:var(--dim)}
label{display:inline-flex;align-items:center;gap:.5rem;min-height:2.75rem;padding:0 1rem 0 .8rem;border:1px solid var(--line);border-radius:2rem;background:var(--card);cursor:pointer}
label:has(:disabled){color:var(--dim);background:none;cursor:default}
label:has(:focus-visible){outline:3px solid var(--focus);outline-offset:2px}
input{width:1.05rem;height:1.05rem;margin:0;accent-color:var(--ink)}
input:focus-visible{outline:none}
.high{--own:var(--high);--wash:var(--high-wash)}.medium{--own:var(--medium);--wash:var(--medium-wash)}.low{--own:var(--low);--wash:var(--low-wash)}
label b{color:var(--own)}label:has(:disabled) b{color:inherit}
.badge{display:inline-block;margin-right:.3rem;padding:.05rem .6rem;border-radius:1rem;font-size:.8rem;font-weight:600;line-height:1.5;vertical-align:.08em;color:var(--own);background:var(--wash)}
.shown{margin:.75rem 0 1.1rem;font-size:.9rem;color:var(--dim)}
.shown b{padding:.05rem .6rem;border-radius:1rem;font-weight:600;color:var(--own);background:var(--wash)}
.shown b,.some{display:none}
.finding,.error,.steps,section>ul,section>details,section>table{background:var(--card);border:1px solid var(--line);border-radius:.75rem}
.finding{padding:1.1rem 1.3rem 1rem;margin-bottom:.9rem}
.finding>p,.finding>pre,.finding>details{margin-top:.55rem}
.place,.meta,.steps code{color:var(--dim)}
.place{font-size:.94rem}.place b{color:var(--ink)}
.advice b{display:block;font-size:.82rem;font-weight:400;color:var(--dim)}
.meta{font-size:.84rem}.finding>.meta{margin-top:.8rem}
del,ins{text-decoration:none}
.change{line-height:1.5}.change del{color:var(--dim)}.change ins{font-weight:650}
pre{padding:.6rem .8rem;border-radius:.5rem;background:var(--paper);white-space:pre-wrap;line-height:1.5}
ol{margin:0;padding:0 0 0 1.4rem}li pre{margin-top:.4rem}
.diff>*{display:block;padding-left:2ch;text-indent:-2ch}
.diff del{color:var(--high);background:var(--high-wash)}.diff ins{color:var(--good);background:var(--good-wash)}.diff i{color:var(--dim)}
.error{padding:.9rem 1.2rem;margin-bottom:.75rem;background:var(--card);color:var(--high)}
summary{display:inline-block;min-height:2rem;padding:.2rem .2rem .2rem 0;color:var(--low);cursor:pointer;border-radius:.3rem}
summary::before{content:"▸ ";content:"▸ " / ""}[open]>summary::before{content:"▾ ";content:"▾ " / ""}
summary::-webkit-details-marker{display:none}
summary:focus-visible{outline:3px solid var(--focus);outline-offset:1px}
section>details{padding:.5rem 1.3rem}section>details>ul{padding-bottom:.5rem}
ul{list-style:none}
section>ul{padding:.3rem 1.3rem}
section li{padding:.6rem 0}section li+li{border-top:1px solid var(--line)}
ul.good li{padding-left:1.6rem;text-indent:-1.6rem}ul.good li::before{content:"✓";content:"✓" / "";display:inline-block;width:1.6rem;text-indent:0;color:var(--good);font-weight:700}
q{quotes:none}
.steps{padding:.3rem 1.3rem}
.steps li{display:grid;grid-template-columns:6rem minmax(0,1fr);gap:.2rem .8rem;padding:.75rem 0}
.op{color:var(--dim)}.delete .op,.replace .op{color:var(--high);font-weight:600}
.properties{margin-top:.35rem;display:grid;gap:.35rem;font-size:.94rem}
.properties>div{display:grid;grid-template-columns:minmax(0,2fr) minmax(0,5fr);gap:.1rem .8rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.45rem .8rem}tr+tr,tbody tr{border-top:1px solid var(--line)}
.findings:has(#show-high:not(:checked):enabled) .shown .high,.findings:has(#show-medium:not(:checked):enabled) .shown .medium,.findings:has(#show-low:not(:checked):enabled) .shown .low,.findings:has(input:not(:checked):enabled) .some{display:inline}
.findings:has(input:not(:checked):enabled) .all{display:none}
@media screen{body:has(#show-high:not(:checked):enabled) .finding.high,body:has(#show-medium:not(:checked):enabled) .finding.medium,body:has(#show-low:not(:checked):enabled) .finding.low{display:none}}
@media (max-width:36rem){body{padding:1.25rem 1rem 3rem}.verdict{font-size:1.4rem}section{margin-top:2.25rem}.finding{padding:1rem}section>ul,section>details,.steps{padding-inline:1rem}.steps li,.properties>div{grid-template-columns:minmax(0,1fr)}fieldset{gap:.35rem}label{gap:.4rem;padding:0 .65rem 0 .55rem;font-size:.94rem}}
@page{margin:16mm 14mm}
@media print{:root{color-scheme:light;${LIGHT};--paper:#fff}html{font-size:10.5pt}body{max-width:none;padding:0}fieldset,.shown{display:none}.finding,li{break-inside:avoid}h2,h3,dt{break-after:avoid}.badge{border:1px solid}summary{display:none}details::details-content{content-visibility:visible}pre{padding:.4rem 0}}
@media (forced-colors:active){.badge,.shown b{border:1px solid}}
`;
