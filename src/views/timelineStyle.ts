/** Colours of the theme, no more: what each shape means is told by `timelinePicture`. */
export const timelineStyle = `
main { padding: 1.25rem 1.5rem 3rem; container-type: inline-size }
header { display: flex; flex-wrap: wrap; gap: .75rem 1.5rem; align-items: center;
  justify-content: space-between; margin-bottom: .75rem; text-wrap: balance;
  word-break: keep-all }
main > .quiet { margin-bottom: .75rem }
.quiet { color: var(--vscode-descriptionForeground) }
#ranges { display: flex; flex-wrap: wrap }
#ranges button { padding: .2em .8em; border-radius: 0; margin-left: -1px;
  border-color: var(--vscode-button-border, var(--vscode-widget-border, transparent)) }
#ranges button:first-child { border-radius: 3px 0 0 3px }
#ranges button:last-child { border-radius: 0 3px 3px 0 }
#ranges button:focus-visible { position: relative; z-index: 1 }
#ranges [aria-pressed=true] { color: var(--vscode-button-foreground);
  background: var(--vscode-button-background) }
body.vscode-high-contrast #ranges [aria-pressed=true] { color: var(--vscode-editor-background);
  background: var(--vscode-foreground) }
#picture { --line: var(--vscode-widget-border, var(--vscode-panel-border));
  --page: var(--vscode-editor-background) }
.row { display: grid; grid-template-columns: 14rem minmax(0, 1fr); box-shadow: inset 0 -1px var(--line) }
#ruler { position: sticky; top: 0; z-index: 1; background: var(--page) }
[role=rowheader] { padding: .6rem 1rem .6rem .25rem; min-width: 0; outline-offset: -1px; text-wrap: balance;
  font-size: .9em; line-height: 1.4; color: var(--vscode-descriptionForeground); overflow-wrap: anywhere }
.name { font-size: calc(1em / .9); font-weight: 600; color: var(--vscode-foreground) }
.dot { width: 10px; height: 10px; margin-right: .5em; fill: var(--vscode-charts-green) }
.dot.soon, .dot.unreadable, .dot.misconfigured { fill: var(--vscode-charts-yellow) }
.dot.renewable { fill: var(--vscode-charts-blue) }
.dot.expired { fill: var(--vscode-charts-red) }
.dot.signedOut { fill: none; stroke: var(--vscode-descriptionForeground); stroke-width: 1.5 }
.lane { display: block; width: 100%; height: 0; min-height: max(100%, 60px); overflow: visible }
#ruler .lane { height: 46px; min-height: 0 }
svg text { font-size: .85em; fill: var(--vscode-descriptionForeground) }
svg text.day { fill: var(--vscode-foreground) }
svg text.now { font-weight: 600; fill: var(--vscode-foreground) }
svg text:is(.actBy, .now, .none) { paint-order: stroke; stroke: var(--page); stroke-width: 4px; stroke-linejoin: round }
svg text.actBy { fill: var(--vscode-foreground); font-weight: 600 }
.line { stroke: var(--line); opacity: .5 }
.line.day { opacity: 1 }
body.vscode-high-contrast .line { opacity: .25 }
body.vscode-high-contrast .line.day { opacity: .5 }
line.now { stroke: var(--vscode-foreground); stroke-width: 1.5 }
.token { fill: var(--vscode-charts-green) }
.token.ahead { fill-opacity: .4 }
.signedIn, .unsure { stroke: var(--vscode-charts-blue); stroke-width: 4 }
.unsure { stroke-dasharray: 3 5; stroke-width: 2; stroke-opacity: .8 }
.mark { cursor: default; outline: none }
.mark > .hit { stroke: transparent; stroke-width: 24; stroke-linecap: round; pointer-events: stroke }
.mark:focus-visible { outline: 2px solid var(--vscode-focusBorder); outline-offset: 3px }
.signIn { fill: var(--vscode-charts-green); stroke: var(--page); stroke-width: 2 }
.renewal { stroke: var(--vscode-foreground); stroke-width: 1.5 }
.refused { stroke: var(--vscode-foreground); stroke-width: 2.5; fill: none }
.signOut { fill: var(--page); stroke: var(--vscode-foreground); stroke-width: 1.5 }
.signInEnd { fill: var(--vscode-charts-yellow); stroke: var(--page); stroke-width: 2 }
.signInEnd.estimate { fill: var(--page); stroke: var(--vscode-charts-yellow) }
.registrationEnd { fill: var(--vscode-charts-purple); stroke: var(--vscode-charts-purple); stroke-width: 1.5 }
.week [role=grid] :is(.signIn, .signOut, .refused, .signInEnd) { transform: scale(.8) }
.month [role=grid] :is(.signIn, .signOut, .refused, .signInEnd) { transform: scale(.6) }
.month [role=grid] .signIn { stroke: none }
.mark * { transform-box: fill-box; transform-origin: center }
#legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .9rem 0 0; padding: 0; list-style: none;
  font-size: .9em; color: var(--vscode-descriptionForeground) }
#legend li { display: flex; align-items: center; gap: .5em }
.swatch { width: 26px; height: 20px }
.swatch text { font-size: 1.4em }
details { margin-top: 1.5rem }
summary { width: fit-content; padding: .2em .25em; cursor: pointer }
summary:focus-visible, [role=rowheader]:focus-visible { outline: 1px solid var(--vscode-focusBorder) }
#scroll { overflow-x: auto }
table { margin-top: .5rem; border-collapse: collapse }
th, td { padding: .3em 1.5em .3em .25em; text-align: start; vertical-align: top; font-weight: normal }
td { font-variant-numeric: tabular-nums }
thead th { color: var(--vscode-descriptionForeground) }
tbody { border-top: 1px solid var(--vscode-widget-border, var(--vscode-panel-border)) }
tbody th { font-weight: 600; max-width: 12rem }
th .quiet { font-size: .9em; font-weight: normal }
#hint { position: absolute; z-index: 2; max-width: 20rem; padding: .4em .7em; border-radius: 3px; box-sizing: border-box;
  color: var(--vscode-editorHoverWidget-foreground); background: var(--vscode-editorHoverWidget-background);
  border: 1px solid var(--vscode-editorHoverWidget-border); box-shadow: 0 2px 8px var(--vscode-widget-shadow, transparent) }
#hint div:empty { display: none }
.level3 { display: none }
@container (max-width: 52rem) {
  .level2, .edge { display: none }
  .row { grid-template-columns: 11rem minmax(0, 1fr) }
}
@container (max-width: 44rem) {
  .level1, .actBy { display: none }
  .row { grid-template-columns: minmax(0, 1fr) }
  #ruler > div { display: none }
  [role=rowheader] { padding-bottom: 0 }
}
@container (max-width: 30rem) { .farEdge { display: none } }
`;
