import { type BlockStyle, bodyOf, escapeMarkup, printedDate } from '../markup.ts';
import type { Outlet } from '../outlet.ts';
import type { Piece } from '../piece.ts';

const STYLE: BlockStyle = {
  paragraph: (html) => `<P><FONT FACE="Times New Roman" SIZE=3>${html}</FONT>`,
  figure: (caption, credit) =>
    `<TABLE ALIGN=RIGHT WIDTH=200 BORDER=0><TR><TD><IMG SRC="pic1.gif" WIDTH=200></TD></TR><TR><TD><FONT SIZE=1>${caption}<BR>(Photo by ${credit})</FONT></TD></TR></TABLE>`,
};

/** A layout in tables from the last century, in ISO-8859-1, with no metadata at all. */
export const tarnwickHerald: Outlet = {
  key: 'tarnwick-herald',
  name: 'Tarnwick Herald',
  host: '127.0.0.15',
  encoding: 'latin1',
  page,
};

function page(piece: Piece): string {
  const date = printedDate(piece.published, 'en-US', { dateStyle: 'full' });
  return `<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=iso-8859-1">
<TITLE>Tarnwick Herald: ${escapeMarkup(piece.headline)}</TITLE></HEAD>
<BODY BGCOLOR="#FFFFFF" LINK="#000080">
<TABLE WIDTH=760 BORDER=0 CELLPADDING=4>
<TR><TD COLSPAN=3 BGCOLOR="#000080"><FONT COLOR="#FFFFFF" SIZE=6><B>Tarnwick Herald</B></FONT></TD></TR>
<TR><TD WIDTH=140 VALIGN=TOP BGCOLOR="#EEEEEE">
<A HREF="/index.htm">Home</A><BR><A HREF="/local.htm">Local</A><BR><A HREF="/sport.htm">Sport</A><BR>
<A HREF="/cafe.htm">Café guide</A><BR><A HREF="/chess.htm">Chess</A><BR><A HREF="/guest.htm">Guestbook</A><BR>
<HR><FONT SIZE=2>You are visitor number 0048113</FONT></TD>
<TD VALIGN=TOP>
<H2>${escapeMarkup(piece.headline)}</H2>
<FONT SIZE=2>By ${escapeMarkup(piece.byline.join(' and ')).toUpperCase()}<BR>${date}</FONT>
${bodyOf(piece, STYLE)}
<P><FONT SIZE=2><A HREF="mailto:desk@herald.example">E-mail the editor</A> | <A HREF="/index.htm">Back to front page</A></FONT>
</TD>
<TD WIDTH=150 VALIGN=TOP BGCOLOR="#FFFFCC"><B>This week</B><BR>
<A HREF="/1.htm">Brass band seeks second tuba</A><BR><BR><A HREF="/2.htm">Lamp posts to be painted green after all</A><BR><BR>
<A HREF="/3.htm">Chess: Tarnwick draw with Harrowmere</A></TD></TR>
<TR><TD COLSPAN=3><FONT SIZE=1>&copy; 2026 Tarnwick Herald. Best viewed at 800 x 600.</FONT></TD></TR>
</TABLE></BODY></HTML>
`;
}
