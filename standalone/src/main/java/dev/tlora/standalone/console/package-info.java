/** What people see: progress bars on a terminal, plain lines in a pipe, tables, error sentences. */
package dev.tlora.standalone.console;
