from statistics import median

from tests.house.sources import product, where

LONGEST_FUNCTION = 45
LONGEST_MODULE = 300
LONGEST_VIEW = 20
MEDIAN_FUNCTION = 10


def test_functions_stay_short_enough_to_read_at_once():
    long = [
        f"{where(source, function)} {function.name}: {length(function)}"
        for source in product()
        for function in source.functions
        if length(function) > LONGEST_FUNCTION
    ]

    assert long == []


def test_half_of_all_functions_are_a_few_lines():
    lengths = [length(function) for source in product() for function in source.functions]

    assert median(lengths) < MEDIAN_FUNCTION


def test_modules_stay_short_enough_to_have_one_subject():
    long = [f"{source.name}: {source.length}" for source in product() if source.length >= LONGEST_MODULE]

    assert long == []


def test_views_are_a_sentence():
    long = [
        f"{where(source, view)} {view.name}: {length(view)}"
        for source in product()
        if source.path.stem == "views" or source.layer == "views"
        for view in source.functions
        if length(view) > LONGEST_VIEW and not view.name.startswith("_")
    ]

    assert long == []


def length(function):
    """Lines from the first decorator to the end."""
    first = min([function.lineno, *(decorator.lineno for decorator in function.decorator_list)])
    return function.end_lineno - first + 1
