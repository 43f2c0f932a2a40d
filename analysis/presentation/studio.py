"""A page that draws one framed figure and gives it away as a picture: SVG, PNG at twice the size, or HTML to embed.

Plotly draws in a browser only; so the page holds its program, shows the picture as it will be saved, and needs no
network.
"""

import html
import json
from typing import Any

import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

from analysis.presentation.style import Theme

PIXELS_FOR_BUTTONS = 56

STYLE = """
body{margin:0;font:14px 'Source Sans','Source Sans Pro',system-ui,sans-serif;background:PAPER;color:INK}
#shown{width:100%;height:auto;border:1px solid GRID;box-sizing:border-box;display:block}
nav{display:flex;gap:8px;padding:8px 0;flex-wrap:wrap}
button{font:inherit;padding:6px 12px;border:1px solid MUTED;border-radius:6px;background:PAPER;color:INK;cursor:pointer}
button:focus-visible{outline:3px solid #4B9DCB;outline-offset:1px}
#drawing{position:absolute;left:-9999px;top:0}
"""

SCRIPT = """
const drawing = document.getElementById('drawing'), size = layout => ({width: layout.width, height: layout.height});
const escaped = text => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
function give(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob); link.download = name;
  document.body.append(link); link.click(); link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
async function svg(figure = drawing, layout = LAYOUT) {
  const address = await Plotly.toImage(figure, {format: 'svg', ...size(layout)});
  return decodeURIComponent(address.slice(address.indexOf(',') + 1))
    .replace('<svg ', `<svg role="img" aria-label="${escaped(ALT)}" `);
}
const saving = {
  async svg() { give(new Blob([await svg()], {type: 'image/svg+xml'}), `${NAME}.svg`); },
  async png() {
    const address = await Plotly.toImage(drawing, {format: 'png', scale: 2, ...size(LAYOUT)});
    give(await (await fetch(address)).blob(), `${NAME}.png`);
  },
  async html() {
    const style = 'body,figure{margin:0}svg{width:100%;height:auto;display:block}' + (NARROW ?
      '@media(min-width:601px){.narrow{display:none}}@media(max-width:600px){.wide{display:none}}' : '');
    const part = (name, layout, drawn) => `<div class="${name}" style="max-width:${layout.width}px">${drawn}</div>`;
    const narrow = NARROW ? part('narrow', NARROW.layout, await svg(NARROW, NARROW.layout)) : '';
    const page = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${escaped(TITLE)}</title>` +
      `<meta name="viewport" content="width=device-width"><style>${style}</style></head>` +
      `<body><figure>${part('wide', LAYOUT, await svg())}${narrow}</figure></body></html>`;
    give(new Blob([page], {type: 'text/html'}), `${NAME}.html`);
  },
};
addEventListener('keydown', event => {  // what closes the picture is listened for outside of it
  const pressed = new KeyboardEvent('keydown', {key: 'Escape', bubbles: true});
  if (event.key === 'Escape') parent.document.dispatchEvent(pressed);
});
Plotly.newPlot(drawing, DATA, LAYOUT, {staticPlot: true}).then(async () => {
  const shown = document.getElementById('shown');
  shown.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(await svg());
  shown.alt = ALT;
  for (const button of document.querySelectorAll('button')) {
    button.disabled = false;
    button.addEventListener('click', saving[button.id]);
  }
});
"""


def page(framed: go.Figure, narrow: go.Figure | None = None, *, name: str, title: str, alt: str, theme: Theme) -> str:
    """Write the page of one figure.

    Parameters
    ----------
    framed : Figure
        From `charts.framed`.
    narrow : Figure, optional
        The same for one column of a page: the HTML to embed holds both, and a narrow window shows this one.
    name : str
        Name of the files, without ending.
    title, alt : str
        The figure's question, and its text for those who cannot see it.
    theme : Theme
        The figure's own.
    """
    drawn = json.loads(framed.to_json())
    values = {"DATA": drawn["data"], "LAYOUT": drawn["layout"], "NAME": name, "TITLE": title, "ALT": alt,
              "NARROW": None if narrow is None else json.loads(narrow.to_json())}  # fmt: skip
    constants = "".join(f"const {key} = {_script_safe(value)};" for key, value in values.items())
    looks = STYLE
    for word, colour in (("PAPER", theme.paper), ("INK", theme.ink), ("GRID", theme.grid), ("MUTED", theme.muted)):
        looks = looks.replace(word, colour)
    buttons = "".join(
        f'<button id="{kind}" type="button" disabled>{label}</button>'
        for kind, label in (("svg", "Save SVG"), ("png", "Save PNG (double size)"), ("html", "Save HTML to embed"))
    )
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f'<style>{looks}</style></head><body><nav>{buttons}</nav><img id="shown" alt=""><div id="drawing"></div>'
        f"<script>{get_plotlyjs()}</script><script>{constants}{SCRIPT}</script></body></html>"
    )


def _script_safe(value: Any) -> str:
    """Write a value as JSON that ends no script."""
    return json.dumps(value).replace("<", "\\u003c")
