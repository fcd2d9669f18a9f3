package dev.dovetail.solver.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dovetail.encodings.cp.Assignment;
import dev.dovetail.encodings.cp.ConstraintModel;
import dev.dovetail.encodings.cp.Feature;
import dev.dovetail.encodings.cp.RandomModels;
import dev.dovetail.encodings.cp.SearchPhase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelJsonTest {
  @ParameterizedTest
  @EnumSource(Feature.class)
  void aModelSurvivesTheTripThroughText(Feature feature) throws Exception {
    for (long seed = 0; seed < 10; seed++) {
      ConstraintModel random = RandomModels.of(feature, seed);
      ConstraintModel model =
          random.toBuilder()
              .hint(Assignment.of(new long[random.variables().size()]))
              .search(new SearchPhase(random.variables(), SearchPhase.VariableOrder.INPUT, SearchPhase.ValueOrder.MAX))
              .build();
      String line = ModelWriter.write(model).toString();
      assertThat(line).doesNotContain("\n");
      ConstraintModel back = ModelReader.read(new ObjectMapper().readTree(line));
      assertThat(back.toText()).isEqualTo(model.toText());
      assertThat(back.constraints()).isEqualTo(model.constraints());
      assertThat(back.intervals()).isEqualTo(model.intervals());
      assertThat(back.hint()).isEqualTo(model.hint());
      assertThat(back.searchPhases()).isEqualTo(model.searchPhases());
    }
  }

  @Test
  void anUnknownConstraintIsRefused() {
    ObjectNode json = ModelWriter.write(ConstraintModel.builder("empty").build());
    json.withArray("constraints").addObject().put("type", "magic");
    assertThatThrownBy(() -> ModelReader.read(json)).hasMessageContaining("(magic) is unknown");
  }
}
