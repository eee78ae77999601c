// Two pictures of a result, drawn on a card of their own, which is as good on white as on black.
import type { Latency, Report } from './result.ts';

interface Bar {
  readonly label: string;
  readonly value: number;
  readonly isOurs: boolean;
}

interface Group {
  readonly title: string;
  readonly bars: readonly Bar[];
}

const width = 720;
const labelWidth = 200;
const barHeight = 18;
const rowHeight = 26;
const titleHeight = 34;
const groupGap = 14;
/** Room for the number behind the longest bar. */
const numberWidth = 80;
const padding = 24;

/** In pixels: sharp on screens of twice as many. */
export const plotWidth = 2 * (width + 2 * padding);

export function latencyPlot({ changeToStatusMs, changeToStatus5kMs, rawWatchMs }: Report): string {
  const named = (end: 'p50' | 'p99') => (label: string, latency: Latency | undefined) =>
    latency === undefined
      ? []
      : [{ label, value: latency[end], isOurs: label !== 'fs.watch alone' }];
  const barsOf = (end: 'p50' | 'p99') => [
    ...named(end)('fs.watch alone', rawWatchMs),
    ...named(end)('this extension', changeToStatusMs),
    ...named(end)('this extension, 5,000 files', changeToStatus5kMs),
  ];
  return svgOf('From a changed token file to the status bar, in ms', [
    {
      title: 'From a changed token file to the status bar, in half of the cases (ms)',
      bars: barsOf('p50'),
    },
    {
      title: 'From a changed token file to the status bar, in 99 of 100 cases (ms)',
      bars: barsOf('p99'),
    },
  ]);
}

export function rivalsPlot({ config10kMs, refreshMs }: Report): string {
  const bars = (values: Readonly<Record<string, number>> | undefined) =>
    Object.entries(values ?? {}).map(([name, value]) => ({
      label: labels[name] ?? name,
      value,
      isOurs: name === 'ours',
    }));
  return svgOf('Reading a large config and refreshing a session, beside other tools, in ms', [
    { title: 'Reading a config of 10,000 profiles (ms)', bars: bars(config10kMs) },
    { title: 'Refreshing a session at a local service (ms)', bars: bars(refreshMs) },
  ]);
}

const labels: Readonly<Record<string, string>> = {
  ours: 'this extension',
  jsSdk: 'AWS SDK for JavaScript',
  botocore: 'botocore (Python)',
  cli: 'aws sso login, start only',
};

function svgOf(title: string, groups: readonly Group[]): string {
  let y = 0;
  const parts: string[] = [];
  for (const { title: heading, bars } of groups) {
    parts.push(text({ x: 0, y: y + 20, className: 'title' }, heading));
    y += titleHeight;
    const longest = Math.max(...bars.map(({ value }) => value), 0);
    for (const { label, value, isOurs } of bars) {
      const room = width - labelWidth - numberWidth;
      const length = Math.max(2, longest === 0 ? 0 : (value / longest) * room);
      const middle = y + barHeight / 2 + 5;
      parts.push(
        text({ x: labelWidth - 10, y: middle, className: 'label', anchor: 'end' }, label),
        `<rect class="${isOurs ? 'ours' : 'other'}" x="${labelWidth}" y="${y}" width="${length.toFixed(1)}" height="${barHeight}" rx="3"/>`,
        text({ x: labelWidth + length + 8, y: middle, className: 'label' }, shown(value)),
      );
      y += rowHeight;
    }
    y += groupGap;
  }
  const [cardWidth, cardHeight] = [width + 2 * padding, y - groupGap + 2 * padding];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${-padding} ${-padding} ${cardWidth} ${cardHeight}" width="${cardWidth}" height="${cardHeight}">
<title>${escaped(title)}</title>
<style>
text { font: 14px system-ui, sans-serif; fill: #1f2328; }
.title { font-weight: 600; }
.ours { fill: #0969da; }
.other { fill: #8c959f; }
</style>
<rect x="${0.5 - padding}" y="${0.5 - padding}" width="${cardWidth - 1}" height="${cardHeight - 1}" rx="12" fill="#fff" stroke="#d0d7de"/>
${parts.join('\n')}
</svg>
`;
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly className: string;
  readonly anchor?: 'end';
}

function text({ x, y, className, anchor }: Place, words: string): string {
  const end = anchor === undefined ? '' : ` text-anchor="${anchor}"`;
  return `<text class="${className}" x="${x.toFixed(1)}" y="${y.toFixed(1)}"${end}>${escaped(words)}</text>`;
}

const shown = (value: number): string =>
  value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(2)));

const escaped = (words: string): string =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
