package dev.dovetail.models.workload.onnx;

import dev.dovetail.models.BadInputException;

/** Makes the errors of one file: each begins with the file's name. */
record Problems(String file) {
  BadInputException of(String message, String maybe) {
    return new BadInputException(file + ": " + message, maybe);
  }

  BadInputException malformed(String what, long at) {
    return of(
        "This is no complete ONNX model: %s at byte %d.".formatted(what, at),
        "the file was cut short on its way here (get it again), or is not an ONNX file.");
  }
}
