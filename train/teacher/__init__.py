# SPDX-License-Identifier: Apache-2.0
"""A large, slow parser that labels free text for the small, fast one to learn from. README.md tells how it is used."""
