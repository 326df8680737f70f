# Each command sets up what it needs by itself; docs/contributing.md describes them.
.PHONY: run test check setup lint fix docs demo bench chaos screens

MAKE_IT = @sh .ci/python .ci/make.py

run: ; $(MAKE_IT) run
test: ; $(MAKE_IT) test $(ARGS)
check: ; $(MAKE_IT) check
setup: ; $(MAKE_IT) setup
lint: ; $(MAKE_IT) lint
fix: ; $(MAKE_IT) fix
docs: ; $(MAKE_IT) docs
demo: ; $(MAKE_IT) demo $(ARGS)
bench: ; $(MAKE_IT) bench $(ARGS)
chaos: ; $(MAKE_IT) chaos $(ARGS)
screens: ; $(MAKE_IT) screens $(ARGS)
