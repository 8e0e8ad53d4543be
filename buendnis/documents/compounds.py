"""The first parts of the field's compounds, after which a word may be broken.

The patterns of the language do not know where one word of a compound ends: they would part
Werkstat-tausstattung. An entry matches with its first letter large or small.
"""

PARTS = """
Ablage Abschluss Aktions Amts Antrag Arbeits Arbeitgeber Arbeitnehmer Ausbildungs Ausgaben
Ausgangs Außen Bedarfs Berufs Beschluss Betriebs Bewilligungs Bildungs Bundes Bündnis Daten
Doppel Dritt Eigen Eingangs Einzel Ergebnis Fach Fachkraft Fachkräfte Finanzierungs Förder
Förderungs Gegen Gesamt Geschäfts Gewerkschafts Halbjahres Handels Handlungs Handwerks
Infrastruktur Jahres Klima Klimaschutz Kosten Kreis Kreislauf Kriterien Kurs Landes Lebens Lehr
Leine Lenkungs Lern Lokal Mitglieder Modell Modul Muster Nachhaltigkeits Neben Netzwerk Personal
Pilot Projekt Qualifizierungs Regional Sach Schlüssel Schwerpunkt Seiten Sitzungs Sozial Sprech
Struktur Tages Teil Träger Umlauf Unternehmens Verwaltungs Vorgänger Weiterbildungs Werkstatt
Weser Wirkungs Wirtschafts Ziel Zuwendungs Zwischen
"""
