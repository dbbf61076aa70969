/** The T-LoRA paper's tables and figures, measured in this process; hides cells and files. */
package dev.tlora.standalone.paper;
