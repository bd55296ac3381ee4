# SPDX-License-Identifier: Apache-2.0
# The parser model: a few minutes on two cores. The same data, machine and compiler give the same bytes.
#
#   make model          trains models/en.model from SHARED/data/ud and prints its scores
#   make model-sentences  learns models/sentences.tsv, the weights of sentence boundaries; a part of make model
#   make model-score    scores of the model that is there, also on a noisy copy of the same sentences (train/noise.h)
UD := $(SHARED)/data/ud
MODEL_TRAIN := --train $(UD)/ewt/en_ewt-ud-train.conllu --train $(UD)/gumfree/en_gumfree-ud-train.conllu --names $(UD)/uner-ewt/en_ewt-ud-train.rev0c7ce0d.iob2
MODEL_DEV := --dev $(UD)/ewt/en_ewt-ud-dev.conllu --dev $(UD)/gumfree/en_gumfree-ud-dev.conllu --dev-names $(UD)/uner-ewt/en_ewt-ud-dev.iob2
NOISE := 1
TRAIN_C := $(sort $(wildcard train/*.c))

# Floats here, and only here, may be reordered: inference has none.
$(BUILD)/entente-train: $(TRAIN_C) $(wildcard train/*.h src/parse/*.h src/split/*.h) $(BUILD)/libentente-all.a
	$(if $(V),,@echo "  cc $@")
	$(Q)$(CC) $(CPPFLAGS) -Itrain -std=gnu17 -O3 -march=native -ffast-math -Wall -Wextra $(if $(WERROR),-Werror) $(LDFLAGS_ALL) $(TRAIN_C) $(BUILD)/libentente-all.a $(LIBS) -o $@

# Its test is a part of make check.
$(if $(SAN),,check-parts: $(BUILD)/entente-train)

.PHONY: model-score model-sentences
model: model-sentences
model-sentences: $(BUILD)/entente-train
	$< --sentences models/sentences.tsv $(MODEL_TRAIN)
model: $(BUILD)/entente-train
	$< --out models/en.model --irregular train/irregular.tsv $(MODEL_TRAIN) $(MODEL_DEV)
model-score: $(BUILD)/entente-train
	@$< --model models/en.model --noise $(NOISE) $(MODEL_DEV)
# It makes the noisy copy that is scored.
accuracy: $(BUILD)/entente-train

# The back-off of relate: seconds. The sentences are the project's own.
#
#   make relate-model   trains models/relate.model from train/relate/*.txt and the examples of the code book
$(BUILD)/entente-train-relate: train/relate/train.c $(wildcard src/code/*.h) $(BUILD)/libentente-all.a
	$(if $(V),,@echo "  cc $@")
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS_ALL) $(if $(WERROR),-Werror) $(LDFLAGS_ALL) $< $(BUILD)/libentente-all.a $(LIBS) -o $@
.PHONY: relate-model
relate-model: $(BUILD)/entente-train-relate $(BUILD)/entente
	ENTENTE_DATA=. $< models/relate.model $(sort $(wildcard train/relate/*.txt))
