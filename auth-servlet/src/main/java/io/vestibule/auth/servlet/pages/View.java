package io.vestibule.auth.servlet.pages;

import java.util.Map;

/** What a template needs beside the model: texts that depend on it, and what they stand at. */
@FunctionalInterface
interface View {
  /** The name of the page, for the title of the window. */
  String NAME = "page_name";

  /** Whether what was posted is refused: the title of the window says so first. */
  String REFUSED = "refused";

  Map<String, Object> of(Model model, Words words);
}
