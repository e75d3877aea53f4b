"""A playbook with a page of words that are hard to find, for the tests of the search."""

from __future__ import annotations

from pathlib import Path

from tests.support import built, replace, searched, small

PAGE = """# Words {: #words }

## Marks {: #marks }

The (bracketed) word, the "quoted" one, the “curly” one, leftish/rightish, up-to-date, R+A, [squared], `coded`, Q&A,
 and—dashed.

## Numbers {: #numbers }

Edition 2026-1 costs £250,000 at 99.5 % from 09:30, ticket INC-123.

## Accents {: #accents }

Send the résumé to the Übergabe in Łódź, naïvely. A plain resume is not the same as a facade.

## Japanese {: #japanese }

サービスレベルの変更は、プロダクトマネージャーが承認する。

月次SLAレビューは東京都で行う。情報処理の業務委託契約書。

## Chinese {: #chinese }

变更请求由合同经理批准，服务级别协议每年审核。

## Thai {: #thai }

ผู้จัดการสัญญาอนุมัติการเปลี่ยนแปลงทุกครั้ง

## Lao and Khmer {: #khmer }

ຜູ້ຈັດການສັນຍາອະນຸມັດ។ អ្នកគ្រប់គ្រងកិច្ចសន្យាអនុម័ត។

## Korean {: #korean }

계약 관리자가 변경을 승인한다.

## Vietnamese {: #vietnamese }

Nguyễn phê duyệt hợp đồng dịch vụ ở Đà Nẵng.

## Polish {: #polish }

Żółta umowa o świadczenie usług, podpisał Łukasz.

## Danish {: #danish }

Lønnen for søndag på Færøerne.

## Turkish {: #turkish }

İstanbul ışıkları, DİYARBAKIR ve Iğdır.

## Greek {: #greek }

Η αλλαγή του όρου είναι νόμος.

## Russian {: #russian }

Ещё не всё утверждено.

## German {: #german }

Die Straße und ihre Größe.

## Maltese {: #maltese }

Il-ħlas tal-kuntratt.

## Hebrew {: #hebrew }

הֶסְכֵּם שירות.

## Arabic {: #arabic }

يوافق على المِطْرَقَة، وعلى الإدارة.

## Cells {: #cells }

| Letter | Sense |
| --- | --- |
| Firstcell | Secondcell |

{{ gone_ids() }}
"""
OWN = """<div><p hidden>Unseenhidden</p><p class="pb-visually-hidden">Unseenspoken</p>
<select><option>Unseenoption</option></select><button>Unseenbutton</button><noscript>Unseenscript</noscript></div>
"""
"""What a template of the team's own may hold, and no page of an author."""
UNSEEN = ("Unseenhidden", "Unseenspoken", "Unseenoption", "Unseenbutton", "Unseenscript")


def site(folder: Path, locale: str) -> Path:
    """Build the small playbook in a language, with such a page, and return its site."""
    playbook = searched(small(folder / "playbook"))
    replace(playbook / "data" / "playbook.yml", "locale: en-GB", f"locale: {locale}")
    (playbook / "docs" / "words.md").write_text(PAGE, encoding="utf-8")
    template = playbook / "overrides" / "partials" / "playbook" / "register" / "gone.html"
    template.parent.mkdir(parents=True, exist_ok=True)
    template.write_text(OWN, encoding="utf-8")
    return built(playbook)
