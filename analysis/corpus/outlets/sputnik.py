"""Sputnik."""

from analysis.corpus.outlets.register import outlet

SPUTNIK = outlet(
    "sputnik",
    name="Sputnik",
    domains=(
        "sputniknews.com",
        "sputnikglobe.com",
        "sputniknews.africa",
    ),
    aliases=(
        "Sputnik News",
        "Sputnik International",
    ),
    country="RU",
    owner="Rossiya Segodnya, owned by the Russian state (general knowledge, not verified, noted 2026-11)",
    agency=True,
    marks=(
        r"^The fact of registration and authorization of users on Sputnik websites",
        r"^Sputnik International[ \t]*$",
        r"^feedback@sputniknews\.com",
    ),
    boilerplate=(
        r"(?:© |CC BY(?:-SA)? [\d.]+ ?/ ?).{2,160}",
        r"(?:Get short URL|Subscribe|Discuss|Comment via (?:Facebook|Sputnik)|Community standards|Newsfeed"
        r"|International)(?: ?\d{0,4})",
        r"\d{1,2}:\d{2} GMT \d{1,2}\.\d{1,2}\.\d{4}(?: ?\(updated:? \d{1,2}:\d{2} GMT \d{1,2}\.\d{1,2}\.\d{4}\))?",
        r"(?:Topic|Topics|Tags|Related|Keywords):? ?.{0,200}",
        r"(?:The )?views(?: and opinions)? expressed in th(?:is|e) (?:article|column|piece|interview)\b.{0,200}",
        r"Let's stay in touch no matter what!.{0,160}|(?:Follow|Like|Subscribe to) (?:us|Sputnik|our) .{0,120}",
        r"feedback@sputniknews\.com|\+74956456601|MIA .{0,6}Ros+iya Segodnya.{0,6}|News|en_EN",
        r"https://sputnik(?:news|globe)\.com/\S{0,200}|https://cdn\w*\.img\.sputnik\S{0,200}",
        r"All materials|Write to the author|/html/head/meta\[.{2,60}|loader|Chats|Заголовок открываемого материала",
    ),
    ends=(
        r"The fact of registration and authorization of users on Sputnik websites.{0,600}",
        r"To participate in the discussion,?\s*(?:log in or register)?\.?",
        r"Newsfeed ?\d{0,4}",
        r"Comment via (?:Facebook|Sputnik)",
        r"Community standards ?\d{0,4}",
    ),
)
