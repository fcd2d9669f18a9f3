/** Reads ONNX files, shapes only, into workloads. */
@NullMarked
package dev.dovetail.models.workload.onnx;

import org.jspecify.annotations.NullMarked;
