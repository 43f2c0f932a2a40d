"""News agencies, and how bylines, datelines and footers write them."""

AGENCIES = {
    "AP": r"(?:The )?Associated Press|AP",
    "Reuters": r"Reuters",
    "AFP": r"Agence France-Presse|AFP",
    "Xinhua": r"Xinhua(?: News Agency)?",
    "TASS": r"(?:ITAR-)?TASS",
    "PA": r"(?:PA Media|Press Association|PA news agency)",
    "UPI": r"United Press International|UPI",
    "Bloomberg": r"Bloomberg(?: News)?",
    "dpa": r"dpa|Deutsche Presse-Agentur",
    "Kyodo": r"Kyodo(?: News)?",
    "Yonhap": r"Yonhap(?: News Agency)?",
    "IRNA": r"IRNA|Islamic Republic News Agency",
    "ANI": r"ANI|Asian News International",
    "PTI": r"PTI|Press Trust of India",
    "Sputnik": r"Sputnik|RIA Novosti",
    "Interfax": r"Interfax",
    "EFE": r"EFE",
    "ANSA": r"ANSA",
    "KCNA": r"KCNA",
}
"""News agencies and how bylines and datelines write them."""

ANY_AGENCY = "|".join(AGENCIES.values())
"""Any of them, as one alternative of an expression."""
