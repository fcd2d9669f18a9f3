package dev.dovetail.models.dataflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dovetail.models.BadInputException;
import dev.dovetail.models.dataflow.SizeExpression.Binary;
import dev.dovetail.models.dataflow.SizeExpression.Constant;
import dev.dovetail.models.dataflow.SizeExpression.Operation;
import dev.dovetail.models.dataflow.SizeExpression.Parameter;
import dev.dovetail.models.dataflow.SizeExpression.SizeOf;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionParserTest {
  private static final Map<LoopDim, Long> SIZES = Map.of(LoopDim.R, 3L, LoopDim.S, 5L, LoopDim.C, 100L, LoopDim.Y_OUT, 7L);
  private static final Map<String, Long> PARAMETERS = Map.of("tk", 4L, "t_1", 9L);

  private static long value(String text) {
    return ExpressionParser.of(text).value(SIZES::get, PARAMETERS::get);
  }

  @ParameterizedTest
  @CsvSource({
      "42,42",
      "Sz(R),3",
      "Sz( Y' ),7",
      "8+Sz(S)-1,12",
      "2+3*4,14",
      "(2+3)*4,20",
      "20-3-4,13",
      "100/7/2,7",
      "100/(7/2),33",
      "ceil(Sz(C)/7),15",
      "ceil(98/7),14",
      "ceil((1-8)/2),-3",
      "(1-8)/2,-3",
      "' 2 * ( tk + t_1 ) ',26",
      "ceil(Sz(C)/tk/3),9",
  })
  void precedenceIsThatOfArithmeticAndDivisionTruncates(String text, long expected) {
    assertThat(value(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "''|0|A size is missing|Maybe write a whole number",
      "8+|2|A size is missing|",
      "8+Sz(S|6|A closing parenthesis is missing|",
      "8 9|2|The text (9) after a size|",
      "8+Sz(W)|5|The dimension (W) of Sz() is not known|Maybe use one of: N, G",
      "Sz(Y'')|3|The dimension (Y'') of Sz() is not known|Maybe you meant 'Y''.",
      "1+Zs(S)|2|The function (Zs) is not known|Maybe you meant 'Sz'.",
      "ceil(7)|0|The function ceil needs a quotient|Maybe write ceil(a/b).",
      "3x|0|The number (3x) is not a whole number|",
      "99999999999999999999|0|is not a whole number of 64 bits|",
      "-3|0|The character (-) is not a size|",
      "2.5|1|The text (.5) after a size|",
      "()|1|The character ()) is not a size|",
  })
  void aMistakeIsNamedWithItsPlace(String text, int offset, String message, String maybe) {
    assertThatThrownBy(() -> ExpressionParser.parse(text)).isInstanceOfSatisfying(ExpressionParser.Mistake.class, e -> {
      assertThat(e.getMessage()).contains(message);
      assertThat(e.offset()).isEqualTo(offset);
      assertThat("Maybe " + e.maybe()).contains(maybe == null ? "" : maybe);
    });
    assertThatThrownBy(() -> ExpressionParser.of(text)).isInstanceOf(BadInputException.class)
        .hasMessageContaining("at column %d: ".formatted(offset + 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "Sz(", "ceil(", "1+", "((1)+"})
  void aMillionCharactersAreOneMistake(String unit) {
    String text = unit.repeat(1_000_000 / unit.length());
    assertThatThrownBy(() -> ExpressionParser.of(text)).isInstanceOf(BadInputException.class)
        .hasMessageContaining("more than 2000").satisfies(e -> assertThat(e.getMessage().length()).isLessThan(400));
  }

  @Test
  void parenthesesMayNestFiftyDeepAndNoDeeper() {
    assertThat(value("(".repeat(50) + "7" + ")".repeat(50))).isEqualTo(7);
    assertThatThrownBy(() -> ExpressionParser.parse("(".repeat(51) + "7" + ")".repeat(51)))
        .isInstanceOfSatisfying(ExpressionParser.Mistake.class, e -> assertThat(e.offset()).isEqualTo(51))
        .hasMessageContaining("More than 50 parentheses");
  }

  @Test
  void parenthesesSideBySideDoNotNest() {
    assertThat(value("(1)+".repeat(400) + "1")).isEqualTo(401);
  }

  @Test
  void arithmeticThatLeaves64BitsIsAnError() {
    long most = Long.MAX_VALUE;
    assertThat(value(most + "-1")).isEqualTo(most - 1);
    for (String text : new String[] {most + "+1", "0-" + most + "-2", most + "*2", "(0-" + most + "-1)/(0-1)",
        "ceil((0-" + most + "-1)/(0-1))", "5/(3-3)", "ceil(5/0)"}) {
      assertThatThrownBy(() -> value(text)).as(text).isInstanceOf(ArithmeticException.class);
    }
  }

  @Test
  void anExpressionTellsWhatItAsksFor() {
    SizeExpression e = ExpressionParser.of("tk+Sz(S)*ceil(t_1/Sz(C))-tk");
    assertThat(e.parameters()).containsExactly("t_1", "tk");
    assertThat(e.dims()).containsExactly(LoopDim.C, LoopDim.S);
  }

  @Provide
  Arbitrary<SizeExpression> expressions() {
    Arbitrary<SizeExpression> leaf = Arbitraries.oneOf(
        Arbitraries.longs().between(0, 1_000_000).map(Constant::new),
        Arbitraries.of(LoopDim.class).map(SizeOf::new),
        Arbitraries.of("tk", "t_1", "Szz", "ceiling").map(Parameter::new));
    return expressions(leaf, 4);
  }

  private static Arbitrary<SizeExpression> expressions(Arbitrary<SizeExpression> leaf, int depth) {
    if (depth == 0) {
      return leaf;
    }
    Arbitrary<SizeExpression> inner = expressions(leaf, depth - 1);
    return Arbitraries.oneOf(leaf, Arbitraries.of(Operation.class)
        .flatMap(o -> inner.flatMap(l -> inner.map(r -> new Binary(o, l, r)))));
  }

  @Property(tries = 200)
  void whatIsWrittenReadsBack(@ForAll("expressions") SizeExpression e) {
    assertThat(ExpressionParser.of(e.text())).isEqualTo(e);
  }

  @Property(tries = 500)
  void anyTextIsAnExpressionOrOneMistake(@ForAll("garbage") String text) {
    try {
      assertThat(ExpressionParser.of(text).text()).isNotEmpty();
    } catch (BadInputException e) {
      assertThat(e.getMessage()).contains("Maybe ");
    }
  }

  @Provide
  Arbitrary<String> garbage() {
    return Arbitraries.strings().withChars("Sz()RY'ceil+-*/ 0129tk_\t\u00e9\uD83D").ofMaxLength(30);
  }
}
