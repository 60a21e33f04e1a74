import subprocess
import sys


def test_checks_and_their_words_load_neither_yaml_nor_a_workbook_reader():
    code = (
        "import sys\n"
        "from reviewer.library import load_words\n"
        "from reviewer.settings import Settings\n"
        "import reviewer.draft\n"
        "load_words(Settings().prompts / 'library')\n"
        "print([m for m in ('yaml', 'python_calamine') if m in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
