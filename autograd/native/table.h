/* The arithmetic of autograd/operations.py in C.
   Made by `python -m tests.generated`: change the table, not this file. */

enum {
    ROW_add,
    ROW_sub,
    ROW_mul,
    ROW_truediv,
    ROW_pow,
    ROW_neg,
    ROW_abs,
    ROW_square,
    ROW_reciprocal,
    ROW_sqrt,
    ROW_cbrt,
    ROW_hypot,
    ROW_exp,
    ROW_expm1,
    ROW_log,
    ROW_log1p,
    ROW_log2,
    ROW_log10,
    ROW_logistic,
    ROW_sin,
    ROW_cos,
    ROW_tan,
    ROW_asin,
    ROW_acos,
    ROW_atan,
    ROW_atan2,
    ROW_sinh,
    ROW_cosh,
    ROW_tanh,
    ROW_asinh,
    ROW_acosh,
    ROW_atanh,
    ROW_erf,
    ROW_erfc,
    ROW_logit,
    ROW_softplus,
    ROW_relu,
    ROW_leaky_relu,
    ROW_elu,
    ROW_silu,
    ROW_gelu_slope,
    ROW_gelu,
    ROW_maximum,
    ROW_minimum,
    ROW_where,
    ROW_sum,
    ROW_mean,
    ROW_prod,
    ROW_max,
    ROW_min,
    ROW_logsumexp,
    ROW_dot,
    ROW_max_by_tie,
    ROW_logsumexp_by_part,
    ROW_truediv_by_b,
    ROW_pow_by_b,
    ROW_abs_by_a,
    ROW_sqrt_by_a,
    ROW_cbrt_by_a,
    ROW_hypot_by_a,
    ROW_hypot_by_b,
    ROW_log_by_a,
    ROW_log1p_by_a,
    ROW_log2_by_a,
    ROW_log10_by_a,
    ROW_logistic_by_a,
    ROW_asin_by_a,
    ROW_acos_by_a,
    ROW_atan_by_a,
    ROW_atan2_by_a,
    ROW_atan2_by_b,
    ROW_tanh_by_a,
    ROW_acosh_by_a,
    ROW_atanh_by_a,
    ROW_erf_by_a,
    ROW_erfc_by_a,
    ROW_logit_by_a,
    ROW_relu_by_a,
    ROW_leaky_relu_by_a,
    ROW_leaky_relu_by_b,
    ROW_elu_by_a,
    ROW_elu_by_b,
    ROW_silu_by_a,
    ROW_maximum_by_a,
    ROW_maximum_by_b,
    ROW_minimum_by_a,
    ROW_minimum_by_b,
    ROW_where_by_b,
    ROW_where_by_c,
    ROW_truediv_by_b_by_a,
    ROW_truediv_by_b_by_c,
    ROW_pow_by_b_by_c,
    ROW_abs_by_a_by_b,
    ROW_tanh_by_a_by_b,
    ROW_relu_by_a_by_b,
    ROW_leaky_relu_by_a_by_b,
    ROW_leaky_relu_by_a_by_c,
    ROW_leaky_relu_by_b_by_a,
    ROW_leaky_relu_by_b_by_b,
    ROW_elu_by_a_by_a,
    ROW_elu_by_a_by_b,
    ROW_elu_by_b_by_a,
    ROW_maximum_by_a_by_c,
    ROW_maximum_by_b_by_c,
    ROW_minimum_by_a_by_c,
    ROW_minimum_by_b_by_c,
    ROWS
};

static const char *const ROW_NAMES[] = {
    "add",
    "sub",
    "mul",
    "truediv",
    "pow",
    "neg",
    "abs",
    "square",
    "reciprocal",
    "sqrt",
    "cbrt",
    "hypot",
    "exp",
    "expm1",
    "log",
    "log1p",
    "log2",
    "log10",
    "logistic",
    "sin",
    "cos",
    "tan",
    "asin",
    "acos",
    "atan",
    "atan2",
    "sinh",
    "cosh",
    "tanh",
    "asinh",
    "acosh",
    "atanh",
    "erf",
    "erfc",
    "logit",
    "softplus",
    "relu",
    "leaky_relu",
    "elu",
    "silu",
    "gelu_slope",
    "gelu",
    "maximum",
    "minimum",
    "where",
    "sum",
    "mean",
    "prod",
    "max",
    "min",
    "logsumexp",
    "dot",
    "max_by_tie",
    "logsumexp_by_part",
    "truediv_by_b",
    "pow_by_b",
    "abs_by_a",
    "sqrt_by_a",
    "cbrt_by_a",
    "hypot_by_a",
    "hypot_by_b",
    "log_by_a",
    "log1p_by_a",
    "log2_by_a",
    "log10_by_a",
    "logistic_by_a",
    "asin_by_a",
    "acos_by_a",
    "atan_by_a",
    "atan2_by_a",
    "atan2_by_b",
    "tanh_by_a",
    "acosh_by_a",
    "atanh_by_a",
    "erf_by_a",
    "erfc_by_a",
    "logit_by_a",
    "relu_by_a",
    "leaky_relu_by_a",
    "leaky_relu_by_b",
    "elu_by_a",
    "elu_by_b",
    "silu_by_a",
    "maximum_by_a",
    "maximum_by_b",
    "minimum_by_a",
    "minimum_by_b",
    "where_by_b",
    "where_by_c",
    "truediv_by_b_by_a",
    "truediv_by_b_by_c",
    "pow_by_b_by_c",
    "abs_by_a_by_b",
    "tanh_by_a_by_b",
    "relu_by_a_by_b",
    "leaky_relu_by_a_by_b",
    "leaky_relu_by_a_by_c",
    "leaky_relu_by_b_by_a",
    "leaky_relu_by_b_by_b",
    "elu_by_a_by_a",
    "elu_by_a_by_b",
    "elu_by_b_by_a",
    "maximum_by_a_by_c",
    "maximum_by_b_by_c",
    "minimum_by_a_by_c",
    "minimum_by_b_by_c",
};

/* Of the table's text: a build made from another table is not used. */
#define FINGERPRINT "32e14c88"

/* ROW(name, whether it calls Python, how many defaults, the default) */

#define UNARY_ROWS(ROW) \
    ROW(neg, 0, 0, NAN) \
    ROW(abs, 0, 0, NAN) \
    ROW(square, 0, 0, NAN) \
    ROW(reciprocal, 0, 0, NAN) \
    ROW(sqrt, 0, 0, NAN) \
    ROW(cbrt, 0, 0, NAN) \
    ROW(exp, 0, 0, NAN) \
    ROW(expm1, 0, 0, NAN) \
    ROW(log, 0, 0, NAN) \
    ROW(log1p, 0, 0, NAN) \
    ROW(log2, 0, 0, NAN) \
    ROW(log10, 0, 0, NAN) \
    ROW(logistic, 0, 0, NAN) \
    ROW(sin, 0, 0, NAN) \
    ROW(cos, 0, 0, NAN) \
    ROW(tan, 0, 0, NAN) \
    ROW(asin, 0, 0, NAN) \
    ROW(acos, 0, 0, NAN) \
    ROW(atan, 0, 0, NAN) \
    ROW(sinh, 0, 0, NAN) \
    ROW(cosh, 0, 0, NAN) \
    ROW(tanh, 0, 0, NAN) \
    ROW(asinh, 1, 0, NAN) \
    ROW(acosh, 0, 0, NAN) \
    ROW(atanh, 0, 0, NAN) \
    ROW(erf, 0, 0, NAN) \
    ROW(erfc, 0, 0, NAN) \
    ROW(logit, 0, 0, NAN) \
    ROW(softplus, 0, 0, NAN) \
    ROW(relu, 0, 0, NAN) \
    ROW(silu, 0, 0, NAN) \
    ROW(gelu_slope, 0, 0, NAN) \
    ROW(gelu, 0, 0, NAN)

#define UNARY_OPERATORS(ROW) \
    ROW(neg, 0, 0, NAN) \
    ROW(abs, 0, 0, NAN)

#define BINARY_ROWS(ROW) \
    ROW(add, 0, 0, NAN) \
    ROW(sub, 0, 0, NAN) \
    ROW(mul, 0, 0, NAN) \
    ROW(truediv, 0, 0, NAN) \
    ROW(pow, 0, 0, NAN) \
    ROW(hypot, 1, 0, NAN) \
    ROW(atan2, 0, 0, NAN) \
    ROW(leaky_relu, 0, 1, 0.01) \
    ROW(elu, 0, 1, 1.0) \
    ROW(maximum, 0, 0, NAN) \
    ROW(minimum, 0, 0, NAN)

#define BINARY_OPERATORS(ROW) \
    ROW(add, 0, 0, NAN) \
    ROW(sub, 0, 0, NAN) \
    ROW(mul, 0, 0, NAN) \
    ROW(truediv, 0, 0, NAN) \
    ROW(pow, 0, 0, NAN)

#define TERNARY_ROWS(ROW) \
    ROW(where, 0, 0, NAN)

#define SLOPES_OF_ONE(ROW) \
    ROW(sqrt_by_a, 0, 0, NAN) \
    ROW(log_by_a, 0, 0, NAN) \
    ROW(log1p_by_a, 0, 0, NAN) \
    ROW(log2_by_a, 0, 0, NAN) \
    ROW(log10_by_a, 0, 0, NAN) \
    ROW(logistic_by_a, 0, 0, NAN) \
    ROW(asin_by_a, 0, 0, NAN) \
    ROW(acos_by_a, 0, 0, NAN) \
    ROW(atan_by_a, 0, 0, NAN) \
    ROW(acosh_by_a, 0, 0, NAN) \
    ROW(atanh_by_a, 0, 0, NAN) \
    ROW(erf_by_a, 0, 0, NAN) \
    ROW(erfc_by_a, 0, 0, NAN) \
    ROW(logit_by_a, 0, 0, NAN) \
    ROW(elu_by_b, 0, 0, NAN) \
    ROW(silu_by_a, 0, 0, NAN) \
    ROW(where_by_b, 0, 0, NAN) \
    ROW(where_by_c, 0, 0, NAN) \
    ROW(abs_by_a_by_b, 0, 0, NAN) \
    ROW(relu_by_a_by_b, 0, 0, NAN) \
    ROW(leaky_relu_by_a_by_b, 0, 0, NAN) \
    ROW(leaky_relu_by_a_by_c, 0, 0, NAN) \
    ROW(leaky_relu_by_b_by_a, 0, 0, NAN) \
    ROW(leaky_relu_by_b_by_b, 0, 0, NAN) \
    ROW(elu_by_a_by_b, 0, 0, NAN) \
    ROW(elu_by_b_by_a, 0, 0, NAN)

#define SLOPES_OF_TWO(ROW) \
    ROW(max_by_tie, 0, 0, NAN) \
    ROW(logsumexp_by_part, 0, 0, NAN) \
    ROW(abs_by_a, 0, 0, NAN) \
    ROW(cbrt_by_a, 0, 0, NAN) \
    ROW(atan2_by_a, 0, 0, NAN) \
    ROW(atan2_by_b, 0, 0, NAN) \
    ROW(tanh_by_a, 0, 0, NAN) \
    ROW(relu_by_a, 0, 0, NAN) \
    ROW(leaky_relu_by_b, 0, 0, NAN) \
    ROW(elu_by_a, 0, 0, NAN) \
    ROW(truediv_by_b_by_a, 0, 0, NAN) \
    ROW(truediv_by_b_by_c, 0, 0, NAN) \
    ROW(tanh_by_a_by_b, 0, 0, NAN) \
    ROW(elu_by_a_by_a, 0, 0, NAN) \
    ROW(maximum_by_a_by_c, 0, 0, NAN) \
    ROW(maximum_by_b_by_c, 0, 0, NAN) \
    ROW(minimum_by_a_by_c, 0, 0, NAN) \
    ROW(minimum_by_b_by_c, 0, 0, NAN)

#define SLOPES_OF_THREE(ROW) \
    ROW(truediv_by_b, 0, 0, NAN) \
    ROW(pow_by_b, 0, 0, NAN) \
    ROW(hypot_by_a, 1, 0, NAN) \
    ROW(hypot_by_b, 1, 0, NAN) \
    ROW(leaky_relu_by_a, 0, 0, NAN) \
    ROW(maximum_by_a, 0, 0, NAN) \
    ROW(maximum_by_b, 0, 0, NAN) \
    ROW(minimum_by_a, 0, 0, NAN) \
    ROW(minimum_by_b, 0, 0, NAN) \
    ROW(pow_by_b_by_c, 0, 0, NAN)

#define DOCUMENT_neg "-a, recorded as one operation; a is this Value.\n\nThe derivative by a is -1.0."
#define DOCUMENT_abs "abs(a), recorded as one operation; a is this Value.\n\nThe derivative by a is 1.0 if a > 0 else -1.0 if a < 0 else out."
#define DOCUMENT_square "a * a, recorded as one operation; a is this Value.\n\nThe derivative by a is 2 * a."
#define DOCUMENT_reciprocal "1 / a, recorded as one operation; a is this Value.\n\nThe derivative by a is -out * out."
#define DOCUMENT_sqrt "sqrt(a), recorded as one operation; a is this Value.\n\nThe derivative by a is 0.5 / sqrt(a) if a > 0 else -log(a)."
#define DOCUMENT_cbrt "cbrt(a), recorded as one operation; a is this Value.\n\nThe derivative by a is (out - (out - a / out / out) / 3) / a / 3 if 0 <\nabs(a) < inf else 1 / (out * out)."
#define DOCUMENT_exp "exp(a), recorded as one operation; a is this Value.\n\nThe derivative by a is out."
#define DOCUMENT_expm1 "expm1(a), recorded as one operation; a is this Value.\n\nThe derivative by a is exp(a)."
#define DOCUMENT_log "log(a), recorded as one operation; a is this Value.\n\nThe derivative by a is 1 / a if a > 0 else -log(a)."
#define DOCUMENT_log1p "log1p(a), recorded as one operation; a is this Value.\n\nThe derivative by a is 1 / (1 + a) if a > -1 else -log1p(a)."
#define DOCUMENT_log2 "log2(a), recorded as one operation; a is this Value.\n\nThe derivative by a is 1.4426950408889634 / a if a > 0 else -log(a)."
#define DOCUMENT_log10 "log10(a), recorded as one operation; a is this Value.\n\nThe derivative by a is 0.4342944819032518 / a if a > 0 else -log(a)."
#define DOCUMENT_logistic "exp(a) if a < -700 else 1 / (1 + exp(-a)), recorded as one operation; a\nis this Value.\n\nThe derivative by a is 0.5 / (1 + cosh(a)) if abs(a) < 700 else\nexp(-abs(a))."
#define DOCUMENT_sin "sin(a), recorded as one operation; a is this Value.\n\nThe derivative by a is cos(a)."
#define DOCUMENT_cos "cos(a), recorded as one operation; a is this Value.\n\nThe derivative by a is -sin(a)."
#define DOCUMENT_tan "tan(a), recorded as one operation; a is this Value.\n\nThe derivative by a is 1 + out * out."
#define DOCUMENT_asin "asin(a), recorded as one operation; a is this Value.\n\nThe derivative by a is 1 / sqrt(1 - a * a) if abs(a) < 0.5 else 1 /\nsqrt((1 - a) * (1 + a)) if abs(a) < 1 else -log(1 - a * a)."
#define DOCUMENT_acos "acos(a), recorded as one operation; a is this Value.\n\nThe derivative by a is -1 / sqrt(1 - a * a) if abs(a) < 0.5 else -1 /\nsqrt((1 - a) * (1 + a)) if abs(a) < 1 else log(1 - a * a)."
#define DOCUMENT_atan "atan(a), recorded as one operation; a is this Value.\n\nThe derivative by a is 1 / (1 + a * a) if abs(a) < 1e150 else 1 / a / a."
#define DOCUMENT_sinh "sinh(a), recorded as one operation; a is this Value.\n\nThe derivative by a is cosh(a)."
#define DOCUMENT_cosh "cosh(a), recorded as one operation; a is this Value.\n\nThe derivative by a is sinh(a)."
#define DOCUMENT_tanh "tanh(a), recorded as one operation; a is this Value.\n\nThe derivative by a is 1 - out * out if abs(a) < 0.5 else 4 * logistic(2\n* a) * logistic(-2 * a)."
#define DOCUMENT_asinh "asinh(a), recorded as one operation; a is this Value.\n\nThe derivative by a is 1 / hypot(1.0, a)."
#define DOCUMENT_acosh "acosh(a), recorded as one operation; a is this Value.\n\nThe derivative by a is 1 / (sqrt(a - 1) * sqrt(a + 1)) if a > 1 else\n-log(a - 1)."
#define DOCUMENT_atanh "atanh(a), recorded as one operation; a is this Value.\n\nThe derivative by a is 1 / (1 - a * a) if abs(a) < 0.5 else 1 / ((1 - a)\n* (1 + a)) if abs(a) < 1 else -log(1 - a * a)."
#define DOCUMENT_erf "erf(a), recorded as one operation; a is this Value.\n\nThe derivative by a is 1.1283791670955126 * (exp(-a * a) if not 1 <\nabs(a) < 28 else exp(-(a + 6e9 - 6e9) * (a + 6e9 - 6e9)) * exp(-(a - (a ...."
#define DOCUMENT_erfc "erfc(a), recorded as one operation; a is this Value.\n\nThe derivative by a is -1.1283791670955126 * (exp(-a * a) if not 1 <\nabs(a) < 28 else exp(-(a + 6e9 - 6e9) * (a + 6e9 - 6e9)) * exp(-(a - ...."
#define DOCUMENT_logit "2 * atanh(2 * a - 1) if abs(a - 0.5) < 0.25 else log(a / (1 - a)),\nrecorded as one operation; a is this Value.\n\nThe derivative by a is 1 / (a * (1 - a)) if 0 < a < 1 else -log(a) -\nlog(1 - a)."
#define DOCUMENT_softplus "a + log1p(exp(-a)) if a > 0 else log1p(exp(a)), recorded as one\noperation; a is this Value.\n\nThe derivative by a is logistic(a)."
#define DOCUMENT_relu "0.0 if a <= 0 else a, recorded as one operation; a is this Value.\n\nThe derivative by a is 0.0 if a <= 0 else 1.0 if a > 0 else out."
#define DOCUMENT_silu "a * logistic(a) if not a < -700 else a * exp(a / 2) * exp(a / 2),\nrecorded as one operation; a is this Value.\n\nThe derivative by a is logistic(a) * (1 + a * logistic(-a)) if not a <\n-0.5 else (1 + a) * exp(a / 2) * exp(a / 2) if a < -700 else 0.5 / ...."
#define DOCUMENT_gelu_slope "0.5 * erfc(a * -0.7071067811865476) + 0.3989422804014327 * a * exp(-0.5 *\na * a) if not -40 < a < -0.4 else (a + ..., recorded as one operation; a is\nthis Value.\n\nThe derivative by a is (1.4142135623730951 - abs(a) -\n9.667293313452913e-17) * (0.5641895835477563 + 0.3989422804014327 * abs(a))\n* ...."
#define DOCUMENT_gelu "0.5 * a * erfc(a * -0.7071067811865476) if not -40 < a < -1 else\n-0.3989422804014327 * (1 - 1 * (1 - 3 * (1 - 5 * (1 ..., recorded as one\noperation; a is this Value.\n\nThe derivative by a is gelu_slope(a)."
#define DOCUMENT_add "a + b, recorded as one operation; a is this Value.\n\nThe derivative by a is 1.0, and by b is 1.0."
#define OTHER_add "other"
#define DOCUMENT_sub "a - b, recorded as one operation; a is this Value.\n\nThe derivative by a is 1.0, and by b is -1.0."
#define OTHER_sub "other"
#define DOCUMENT_mul "a * b, recorded as one operation; a is this Value.\n\nThe derivative by a is b, and by b is a."
#define OTHER_mul "other"
#define DOCUMENT_truediv "a / b, recorded as one operation; a is this Value.\n\nThe derivative by a is 1 / b, and by b is -out / b if not -1e-290 < out <\n1e-290 else -1e60 * a / b / b * 1e-60."
#define OTHER_truediv "other"
#define DOCUMENT_pow "pow(a, b), recorded as one operation; a is this Value.\n\nThe derivative by a is 0.0 if b == 0 and not abs(a) > 0 else b * pow(a, b\n- 1) if 0.5 <= b <= 4 or a == 0 or abs(a) == inf else b * out / a ..., and\nby b is 0.0 if a == 0 and b >= 0 else out * log(a) if 1e-290 < out < inf or\nnot a > 0 else pow(a, b / 2) * log(a) * pow(a, b ...."
#define OTHER_pow "other"
#define DOCUMENT_hypot "hypot(a, b), recorded as one operation; a is this Value.\n\nThe derivative by a is a / out if not (out < 1e-290 or out == inf) else\n0.5 * a / hypot(0.5 * a, 0.5 * b) if out == inf else 1e300 * a / ..., and by\nb is b / out if not (out < 1e-290 or out == inf) else 0.5 * b / hypot(0.5 *\na, 0.5 * b) if out == inf else 1e300 * b / ...."
#define OTHER_hypot "other"
#define DOCUMENT_atan2 "atan2(a, b), recorded as one operation; a is this Value.\n\nThe derivative by a is 0.0 if b == 0 == a else b / (b * b + a * a) if\n1e-290 < b * b + a * a < inf else 0.5 / b / (0.5 + 0.5 * (a / b) * (a ...,\nand by b is -(0.0 if a == 0 == b else a / (a * a + b * b) if 1e-290 < a * a\n+ b * b < inf else 0.5 / a / (0.5 + 0.5 * (b / a) * ...."
#define OTHER_atan2 "other"
#define DOCUMENT_leaky_relu "a if a > 0 else a * slope, recorded as one operation; a is this Value.\n\nThe derivative by a is 1.0 if a > 0 else slope if a <= 0 else out, and by\nslope is 0.0 if a > 0 else a if a <= 0 else out."
#define OTHER_leaky_relu "slope"
#define DOCUMENT_elu "a if a > 0 else alpha * expm1(a), recorded as one operation; a is this\nValue.\n\nThe derivative by a is 1.0 if a > 0 else alpha * exp(a) if not a < -700\nelse alpha * exp(a / 2) * exp(a / 2), and by alpha is 0.0 if a > 0 else\nexpm1(a)."
#define OTHER_elu "alpha"
#define DOCUMENT_maximum "a if a >= b or a != a else b, recorded as one operation; a is this Value.\n\nThe derivative by a is 1.0 if a > b else 0.0 if a < b else 0.5 if a == b\nelse out, and by b is 0.0 if a > b else 1.0 if a < b else 0.5 if a == b else\nout."
#define OTHER_maximum "other"
#define DOCUMENT_minimum "a if a <= b or a != a else b, recorded as one operation; a is this Value.\n\nThe derivative by a is 1.0 if a < b else 0.0 if a > b else 0.5 if a == b\nelse out, and by b is 0.0 if a < b else 1.0 if a > b else 0.5 if a == b else\nout."
#define OTHER_minimum "other"

static inline double add_value(State *state, double a, double b)
{
    return (a + b);
}
static inline double add_by_a(State *state, double a, double b, double out)
{
    return 1.0;
}
static inline double add_by_b(State *state, double a, double b, double out)
{
    return 1.0;
}

static inline double sub_value(State *state, double a, double b)
{
    return (a - b);
}
static inline double sub_by_a(State *state, double a, double b, double out)
{
    return 1.0;
}
static inline double sub_by_b(State *state, double a, double b, double out)
{
    return (-1.0);
}

static inline double mul_value(State *state, double a, double b)
{
    return (a * b);
}
static inline double mul_by_a(State *state, double a, double b, double out)
{
    return b;
}
static inline double mul_by_b(State *state, double a, double b, double out)
{
    return a;
}

static inline double truediv_value(State *state, double a, double b)
{
    return (a / b);
}
static inline double truediv_by_a(State *state, double a, double b, double out)
{
    return (1.0 / b);
}
static inline double truediv_by_b(State *state, double a, double b, double out)
{
    return ((!(((-1e-290) < out) && (out < 1e-290))) ? ((-out) / b) : (((((-1e+60) * a) / b) / b) * 1e-60));
}

static inline double pow_value(State *state, double a, double b)
{
    return pow(a, b);
}
static inline double pow_by_a(State *state, double a, double b, double out)
{
    return (((b == 0.0) && (!(fabs(a) > 0.0))) ? 0.0 : (((((0.5 <= b) && (b <= 4.0)) || (a == 0.0)) || (fabs(a) == INFINITY)) ? (b * pow(a, (b - 1.0))) : (((1e-290 < fabs(out)) && (fabs(out) < 1e+290)) ? ((b * out) / a) : (((b * pow(fabs(a), (b / 2.0))) / ((a > 0.0) ? a : (a * pow((-1.0), b)))) * pow(fabs(a), (b / 2.0))))));
}
static inline double pow_by_b(State *state, double a, double b, double out)
{
    return (((a == 0.0) && (b >= 0.0)) ? 0.0 : ((((1e-290 < out) && (out < INFINITY)) || (!(a > 0.0))) ? (out * log(a)) : ((pow(a, (b / 2.0)) * log(a)) * pow(a, (b / 2.0)))));
}

static inline double neg_value(State *state, double a)
{
    return (-a);
}
static inline double neg_by_a(State *state, double a, double out)
{
    return (-1.0);
}

static inline double abs_value(State *state, double a)
{
    return fabs(a);
}
static inline double abs_by_a(State *state, double a, double out)
{
    return ((a > 0.0) ? 1.0 : ((a < 0.0) ? (-1.0) : out));
}

static inline double square_value(State *state, double a)
{
    return (a * a);
}
static inline double square_by_a(State *state, double a, double out)
{
    return (2.0 * a);
}

static inline double reciprocal_value(State *state, double a)
{
    return (1.0 / a);
}
static inline double reciprocal_by_a(State *state, double a, double out)
{
    return ((-out) * out);
}

static inline double sqrt_value(State *state, double a)
{
    return sqrt(a);
}
static inline double sqrt_by_a(State *state, double a, double out)
{
    return ((a > 0.0) ? (0.5 / sqrt(a)) : (-log(a)));
}

static inline double cbrt_value(State *state, double a)
{
    return cbrt(a);
}
static inline double cbrt_by_a(State *state, double a, double out)
{
    return (((0.0 < fabs(a)) && (fabs(a) < INFINITY)) ? (((out - ((out - ((a / out) / out)) / 3.0)) / a) / 3.0) : (1.0 / (out * out)));
}

static inline double hypot_value(State *state, double a, double b)
{
    return python_hypot(state, a, b);
}
static inline double hypot_by_a(State *state, double a, double b, double out)
{
    return ((!((out < 1e-290) || (out == INFINITY))) ? (a / out) : ((out == INFINITY) ? ((0.5 * a) / python_hypot(state, (0.5 * a), (0.5 * b))) : ((1e+300 * a) / python_hypot(state, (1e+300 * a), (1e+300 * b)))));
}
static inline double hypot_by_b(State *state, double a, double b, double out)
{
    return ((!((out < 1e-290) || (out == INFINITY))) ? (b / out) : ((out == INFINITY) ? ((0.5 * b) / python_hypot(state, (0.5 * a), (0.5 * b))) : ((1e+300 * b) / python_hypot(state, (1e+300 * a), (1e+300 * b)))));
}

static inline double exp_value(State *state, double a)
{
    return exp(a);
}
static inline double exp_by_a(State *state, double a, double out)
{
    return out;
}

static inline double expm1_value(State *state, double a)
{
    return expm1(a);
}
static inline double expm1_by_a(State *state, double a, double out)
{
    return exp(a);
}

static inline double log_value(State *state, double a)
{
    return log(a);
}
static inline double log_by_a(State *state, double a, double out)
{
    return ((a > 0.0) ? (1.0 / a) : (-log(a)));
}

static inline double log1p_value(State *state, double a)
{
    return log1p(a);
}
static inline double log1p_by_a(State *state, double a, double out)
{
    return ((a > (-1.0)) ? (1.0 / (1.0 + a)) : (-log1p(a)));
}

static inline double log2_value(State *state, double a)
{
    return log2(a);
}
static inline double log2_by_a(State *state, double a, double out)
{
    return ((a > 0.0) ? (1.4426950408889634 / a) : (-log(a)));
}

static inline double log10_value(State *state, double a)
{
    return log10(a);
}
static inline double log10_by_a(State *state, double a, double out)
{
    return ((a > 0.0) ? (0.4342944819032518 / a) : (-log(a)));
}

static inline double logistic_value(State *state, double a)
{
    return ((a < (-700.0)) ? exp(a) : (1.0 / (1.0 + exp((-a)))));
}
static inline double logistic_by_a(State *state, double a, double out)
{
    return ((fabs(a) < 700.0) ? (0.5 / (1.0 + cosh(a))) : exp((-fabs(a))));
}

static inline double sin_value(State *state, double a)
{
    return sin(a);
}
static inline double sin_by_a(State *state, double a, double out)
{
    return cos(a);
}

static inline double cos_value(State *state, double a)
{
    return cos(a);
}
static inline double cos_by_a(State *state, double a, double out)
{
    return (-sin(a));
}

static inline double tan_value(State *state, double a)
{
    return tan(a);
}
static inline double tan_by_a(State *state, double a, double out)
{
    return (1.0 + (out * out));
}

static inline double asin_value(State *state, double a)
{
    return asin(a);
}
static inline double asin_by_a(State *state, double a, double out)
{
    return ((fabs(a) < 0.5) ? (1.0 / sqrt((1.0 - (a * a)))) : ((fabs(a) < 1.0) ? (1.0 / sqrt(((1.0 - a) * (1.0 + a)))) : (-log((1.0 - (a * a))))));
}

static inline double acos_value(State *state, double a)
{
    return acos(a);
}
static inline double acos_by_a(State *state, double a, double out)
{
    return ((fabs(a) < 0.5) ? ((-1.0) / sqrt((1.0 - (a * a)))) : ((fabs(a) < 1.0) ? ((-1.0) / sqrt(((1.0 - a) * (1.0 + a)))) : log((1.0 - (a * a)))));
}

static inline double atan_value(State *state, double a)
{
    return atan(a);
}
static inline double atan_by_a(State *state, double a, double out)
{
    return ((fabs(a) < 1e+150) ? (1.0 / (1.0 + (a * a))) : ((1.0 / a) / a));
}

static inline double atan2_value(State *state, double a, double b)
{
    return atan2(a, b);
}
static inline double atan2_by_a(State *state, double a, double b, double out)
{
    return (((b == 0.0) && (0.0 == a)) ? 0.0 : (((1e-290 < ((b * b) + (a * a))) && (((b * b) + (a * a)) < INFINITY)) ? (b / ((b * b) + (a * a))) : ((fabs(b) > fabs(a)) ? ((0.5 / b) / (0.5 + ((0.5 * (a / b)) * (a / b)))) : (((0.5 * (b / a)) / a) / (0.5 + ((0.5 * (b / a)) * (b / a)))))));
}
static inline double atan2_by_b(State *state, double a, double b, double out)
{
    return (-(((a == 0.0) && (0.0 == b)) ? 0.0 : (((1e-290 < ((a * a) + (b * b))) && (((a * a) + (b * b)) < INFINITY)) ? (a / ((a * a) + (b * b))) : ((fabs(a) > fabs(b)) ? ((0.5 / a) / (0.5 + ((0.5 * (b / a)) * (b / a)))) : (((0.5 * (a / b)) / b) / (0.5 + ((0.5 * (a / b)) * (a / b))))))));
}

static inline double sinh_value(State *state, double a)
{
    return sinh(a);
}
static inline double sinh_by_a(State *state, double a, double out)
{
    return cosh(a);
}

static inline double cosh_value(State *state, double a)
{
    return cosh(a);
}
static inline double cosh_by_a(State *state, double a, double out)
{
    return sinh(a);
}

static inline double tanh_value(State *state, double a)
{
    return tanh(a);
}
static inline double tanh_by_a(State *state, double a, double out)
{
    return ((fabs(a) < 0.5) ? (1.0 - (out * out)) : ((4.0 * logistic_value(state, (2.0 * a))) * logistic_value(state, ((-2.0) * a))));
}

static inline double asinh_value(State *state, double a)
{
    return asinh(a);
}
static inline double asinh_by_a(State *state, double a, double out)
{
    return (1.0 / python_hypot(state, 1.0, a));
}

static inline double acosh_value(State *state, double a)
{
    return acosh(a);
}
static inline double acosh_by_a(State *state, double a, double out)
{
    return ((a > 1.0) ? (1.0 / (sqrt((a - 1.0)) * sqrt((a + 1.0)))) : (-log((a - 1.0))));
}

static inline double atanh_value(State *state, double a)
{
    return atanh(a);
}
static inline double atanh_by_a(State *state, double a, double out)
{
    return ((fabs(a) < 0.5) ? (1.0 / (1.0 - (a * a))) : ((fabs(a) < 1.0) ? (1.0 / ((1.0 - a) * (1.0 + a))) : (-log((1.0 - (a * a))))));
}

static inline double erf_value(State *state, double a)
{
    return erf(a);
}
static inline double erf_by_a(State *state, double a, double out)
{
    return (1.1283791670955126 * ((!((1.0 < fabs(a)) && (fabs(a) < 28.0))) ? exp(((-a) * a)) : (exp(((-((a + 6000000000.0) - 6000000000.0)) * ((a + 6000000000.0) - 6000000000.0))) * exp(((-(a - ((a + 6000000000.0) - 6000000000.0))) * (a + ((a + 6000000000.0) - 6000000000.0)))))));
}

static inline double erfc_value(State *state, double a)
{
    return erfc(a);
}
static inline double erfc_by_a(State *state, double a, double out)
{
    return ((-1.1283791670955126) * ((!((1.0 < fabs(a)) && (fabs(a) < 28.0))) ? exp(((-a) * a)) : (exp(((-((a + 6000000000.0) - 6000000000.0)) * ((a + 6000000000.0) - 6000000000.0))) * exp(((-(a - ((a + 6000000000.0) - 6000000000.0))) * (a + ((a + 6000000000.0) - 6000000000.0)))))));
}

static inline double logit_value(State *state, double a)
{
    return ((fabs((a - 0.5)) < 0.25) ? (2.0 * atanh(((2.0 * a) - 1.0))) : log((a / (1.0 - a))));
}
static inline double logit_by_a(State *state, double a, double out)
{
    return (((0.0 < a) && (a < 1.0)) ? (1.0 / (a * (1.0 - a))) : ((-log(a)) - log((1.0 - a))));
}

static inline double softplus_value(State *state, double a)
{
    return ((a > 0.0) ? (a + log1p(exp((-a)))) : log1p(exp(a)));
}
static inline double softplus_by_a(State *state, double a, double out)
{
    return logistic_value(state, a);
}

static inline double relu_value(State *state, double a)
{
    return ((a <= 0.0) ? 0.0 : a);
}
static inline double relu_by_a(State *state, double a, double out)
{
    return ((a <= 0.0) ? 0.0 : ((a > 0.0) ? 1.0 : out));
}

static inline double leaky_relu_value(State *state, double a, double b)
{
    return ((a > 0.0) ? a : (a * b));
}
static inline double leaky_relu_by_a(State *state, double a, double b, double out)
{
    return ((a > 0.0) ? 1.0 : ((a <= 0.0) ? b : out));
}
static inline double leaky_relu_by_b(State *state, double a, double b, double out)
{
    return ((a > 0.0) ? 0.0 : ((a <= 0.0) ? a : out));
}

static inline double elu_value(State *state, double a, double b)
{
    return ((a > 0.0) ? a : (b * expm1(a)));
}
static inline double elu_by_a(State *state, double a, double b, double out)
{
    return ((a > 0.0) ? 1.0 : ((!(a < (-700.0))) ? (b * exp(a)) : ((b * exp((a / 2.0))) * exp((a / 2.0)))));
}
static inline double elu_by_b(State *state, double a, double b, double out)
{
    return ((a > 0.0) ? 0.0 : expm1(a));
}

static inline double silu_value(State *state, double a)
{
    return ((!(a < (-700.0))) ? (a * logistic_value(state, a)) : ((a * exp((a / 2.0))) * exp((a / 2.0))));
}
static inline double silu_by_a(State *state, double a, double out)
{
    return ((!(a < (-0.5))) ? (logistic_value(state, a) * (1.0 + (a * logistic_value(state, (-a))))) : ((a < (-700.0)) ? (((1.0 + a) * exp((a / 2.0))) * exp((a / 2.0))) : ((0.5 / (1.0 + cosh(a))) * (((a + 1.2784645427610737) + 1.0946994183093437e-16) + (0.2784645427610738 * expm1(((a + 1.2784645427610737) + 1.0946994183093437e-16)))))));
}

static inline double gelu_slope_value(State *state, double a)
{
    return ((!(((-40.0) < a) && (a < (-0.4)))) ? ((0.5 * erfc((a * (-0.7071067811865476)))) + ((0.3989422804014327 * a) * exp((((-0.5) * a) * a)))) : ((a > (-1.65)) ? (((a + 0.7517915246935645) - 1.4956759177009883e-17) * (0.2462053320027847 + ((a + 1.25) * (0.333788695671632 + ((a + 1.25) * (0.11146785412499496 + ((a + 1.25) * ((-0.05098276928384557) + ((a + 1.25) * ((-0.04020093461597418) + ((a + 1.25) * (8.487694513820108e-05 + ((a + 1.25) * (0.006402293070165425 + ((a + 1.25) * (0.0010730932649160058 + ((a + 1.25) * ((-0.0006179010915324092) + ((a + 1.25) * ((-0.000198501931512482) + ((a + 1.25) * (3.68331083493999e-05 + ((a + 1.25) * (2.17794159079732e-05 + ((a + 1.25) * ((-8.419634221406e-07) + ((a + 1.25) * ((-1.73403644805e-06) + ((a + 1.25) * ((-9.06218070966e-08) + ((a + 1.25) * (1.08253036438e-07 + ((a + 1.25) * (1.3738488033e-08 + ((a + 1.25) * (-6.6302964422e-09)))))))))))))))))))))))))))))))))))) : ((a < (-37.4)) ? ((((0.3989422804014327 * (a - ((1.0 - (((1.0 * (1.0 - (((3.0 * (1.0 - (((5.0 * (1.0 - (((7.0 * (1.0 - (((9.0 * (1.0 - (((11.0 * 1.0) / a) / a))) / a) / a))) / a) / a))) / a) / a))) / a) / a))) / a) / a)) / a))) * exp((((-0.5) * (a - ((a + 6000000000.0) - 6000000000.0))) * (a + ((a + 6000000000.0) - 6000000000.0))))) * exp((((-0.25) * ((a + 6000000000.0) - 6000000000.0)) * ((a + 6000000000.0) - 6000000000.0)))) * exp((((-0.25) * ((a + 6000000000.0) - 6000000000.0)) * ((a + 6000000000.0) - 6000000000.0)))) : (0.3989422804014327 * ((a * exp((((-0.5) * ((a + 6000000000.0) - 6000000000.0)) * ((a + 6000000000.0) - 6000000000.0)))) + (((a * exp((((-0.5) * ((a + 6000000000.0) - 6000000000.0)) * ((a + 6000000000.0) - 6000000000.0)))) * expm1((((-0.5) * (a - ((a + 6000000000.0) - 6000000000.0))) * (a + ((a + 6000000000.0) - 6000000000.0))))) + (1.2533141373155003 * (erfc((a * (-0.7071067811865476))) + ((1.1283791670955126 * exp((((-0.5) * a) * a))) * (((((((a + 6000000000.0) - 6000000000.0) * 0.7071067690849304) - (a * 0.7071067811865476)) + (((a + 6000000000.0) - 6000000000.0) * 1.2101617152815436e-08)) + ((a - ((a + 6000000000.0) - 6000000000.0)) * 0.7071067811865476)) - (a * 4.833646656726457e-17)))))))))));
}
static inline double gelu_slope_by_a(State *state, double a, double out)
{
    return ((!(fabs(a) > 1.5)) ? ((((1.4142135623730951 - fabs(a)) - 9.667293313452913e-17) * (0.5641895835477563 + (0.3989422804014327 * fabs(a)))) * exp((((-0.5) * a) * a))) : ((fabs(a) < 37.4) ? (((((1.4142135623730951 - fabs(a)) - 9.667293313452913e-17) * (0.5641895835477563 + (0.3989422804014327 * fabs(a)))) * exp((((-0.5) * ((a + 6000000000.0) - 6000000000.0)) * ((a + 6000000000.0) - 6000000000.0)))) * exp((((-0.5) * (a - ((a + 6000000000.0) - 6000000000.0))) * (a + ((a + 6000000000.0) - 6000000000.0))))) : ((fabs(a) < 40.0) ? ((((((1.4142135623730951 - fabs(a)) - 9.667293313452913e-17) * (0.5641895835477563 + (0.3989422804014327 * fabs(a)))) * exp((((-0.5) * (a - ((a + 6000000000.0) - 6000000000.0))) * (a + ((a + 6000000000.0) - 6000000000.0))))) * exp((((-0.25) * ((a + 6000000000.0) - 6000000000.0)) * ((a + 6000000000.0) - 6000000000.0)))) * exp((((-0.25) * ((a + 6000000000.0) - 6000000000.0)) * ((a + 6000000000.0) - 6000000000.0)))) : (-exp((((-0.5) * a) * a))))));
}

static inline double gelu_value(State *state, double a)
{
    return ((!(((-40.0) < a) && (a < (-1.0)))) ? ((0.5 * a) * erfc((a * (-0.7071067811865476)))) : ((a < (-37.4)) ? (((((-0.3989422804014327) * (1.0 - (((1.0 * (1.0 - (((3.0 * (1.0 - (((5.0 * (1.0 - (((7.0 * (1.0 - (((9.0 * (1.0 - (((11.0 * 1.0) / a) / a))) / a) / a))) / a) / a))) / a) / a))) / a) / a))) / a) / a))) * exp((((-0.5) * (a - ((a + 6000000000.0) - 6000000000.0))) * (a + ((a + 6000000000.0) - 6000000000.0))))) * exp((((-0.25) * ((a + 6000000000.0) - 6000000000.0)) * ((a + 6000000000.0) - 6000000000.0)))) * exp((((-0.25) * ((a + 6000000000.0) - 6000000000.0)) * ((a + 6000000000.0) - 6000000000.0)))) : ((0.5 * a) * (erfc((a * (-0.7071067811865476))) + ((1.1283791670955126 * exp((((-0.5) * a) * a))) * (((((((a + 6000000000.0) - 6000000000.0) * 0.7071067690849304) - (a * 0.7071067811865476)) + (((a + 6000000000.0) - 6000000000.0) * 1.2101617152815436e-08)) + ((a - ((a + 6000000000.0) - 6000000000.0)) * 0.7071067811865476)) - (a * 4.833646656726457e-17)))))));
}
static inline double gelu_by_a(State *state, double a, double out)
{
    return gelu_slope_value(state, a);
}

static inline double maximum_value(State *state, double a, double b)
{
    return (((a >= b) || (a != a)) ? a : b);
}
static inline double maximum_by_a(State *state, double a, double b, double out)
{
    return ((a > b) ? 1.0 : ((a < b) ? 0.0 : ((a == b) ? 0.5 : out)));
}
static inline double maximum_by_b(State *state, double a, double b, double out)
{
    return ((a > b) ? 0.0 : ((a < b) ? 1.0 : ((a == b) ? 0.5 : out)));
}

static inline double minimum_value(State *state, double a, double b)
{
    return (((a <= b) || (a != a)) ? a : b);
}
static inline double minimum_by_a(State *state, double a, double b, double out)
{
    return ((a < b) ? 1.0 : ((a > b) ? 0.0 : ((a == b) ? 0.5 : out)));
}
static inline double minimum_by_b(State *state, double a, double b, double out)
{
    return ((a < b) ? 0.0 : ((a > b) ? 1.0 : ((a == b) ? 0.5 : out)));
}

static inline double where_value(State *state, double a, double b, double c)
{
    return ((a != 0.0) ? b : c);
}
static inline double where_by_a(State *state, double a, double b, double c, double out)
{
    return 0.0;
}
static inline double where_by_b(State *state, double a, double b, double c, double out)
{
    return ((a != 0.0) ? 1.0 : 0.0);
}
static inline double where_by_c(State *state, double a, double b, double c, double out)
{
    return ((a != 0.0) ? 0.0 : 1.0);
}

static inline double max_by_tie_value(State *state, double a, double b)
{
    return ((a == b) ? 1.0 : 0.0);
}
static inline double max_by_tie_by_a(State *state, double a, double b, double out)
{
    return 0.0;
}
static inline double max_by_tie_by_b(State *state, double a, double b, double out)
{
    return 0.0;
}

static inline double logsumexp_by_part_value(State *state, double a, double b)
{
    return (((b - b) != 0.0) ? ((a == b) ? 1.0 : exp((a - b))) : ((exp((a - b)) > 0.0) ? (exp((a - b)) + (exp((a - b)) * ((a - ((a - b) - ((a - b) - a))) - (b + ((a - b) - a))))) : 0.0));
}
static inline double logsumexp_by_part_by_a(State *state, double a, double b, double out)
{
    return out;
}
static inline double logsumexp_by_part_by_b(State *state, double a, double b, double out)
{
    return 0.0;
}

static inline double truediv_by_b_value(State *state, double a, double b, double c)
{
    return ((!(((-1e-290) < c) && (c < 1e-290))) ? ((-c) / b) : (((((-1e+60) * a) / b) / b) * 1e-60));
}
static inline double truediv_by_b_by_a(State *state, double a, double b, double c, double out)
{
    return ((!(((-1e-290) < c) && (c < 1e-290))) ? 0.0 : (1e-60 * ((1.0 / b) * ((1.0 / b) * (-1e+60)))));
}
static inline double truediv_by_b_by_b(State *state, double a, double b, double c, double out)
{
    return ((!(((-1e-290) < c) && (c < 1e-290))) ? ((!(((-1e-290) < ((-c) / b)) && (((-c) / b) < 1e-290))) ? ((-((-c) / b)) / b) : (((((-1e+60) * (-c)) / b) / b) * 1e-60)) : (1e-60 * (((1.0 / b) * ((!(((-1e-290) < (((-1e+60) * a) / b)) && ((((-1e+60) * a) / b) < 1e-290))) ? ((-(((-1e+60) * a) / b)) / b) : (((((-1e+60) * ((-1e+60) * a)) / b) / b) * 1e-60))) + ((!(((-1e-290) < ((((-1e+60) * a) / b) / b)) && (((((-1e+60) * a) / b) / b) < 1e-290))) ? ((-((((-1e+60) * a) / b) / b)) / b) : (((((-1e+60) * (((-1e+60) * a) / b)) / b) / b) * 1e-60)))));
}
static inline double truediv_by_b_by_c(State *state, double a, double b, double c, double out)
{
    return ((!(((-1e-290) < c) && (c < 1e-290))) ? ((1.0 / b) * (-1.0)) : 0.0);
}

static inline double pow_by_b_value(State *state, double a, double b, double c)
{
    return (((a == 0.0) && (b >= 0.0)) ? 0.0 : ((((1e-290 < c) && (c < INFINITY)) || (!(a > 0.0))) ? (c * log(a)) : ((pow(a, (b / 2.0)) * log(a)) * pow(a, (b / 2.0)))));
}
static inline double pow_by_b_by_a(State *state, double a, double b, double c, double out)
{
    return (((a == 0.0) && (b >= 0.0)) ? 0.0 : ((((1e-290 < c) && (c < INFINITY)) || (!(a > 0.0))) ? (c * ((a > 0.0) ? (1.0 / a) : (-log(a)))) : ((pow(a, (b / 2.0)) * ((log(a) * ((((b / 2.0) == 0.0) && (!(fabs(a) > 0.0))) ? 0.0 : (((((0.5 <= (b / 2.0)) && ((b / 2.0) <= 4.0)) || (a == 0.0)) || (fabs(a) == INFINITY)) ? ((b / 2.0) * pow(a, ((b / 2.0) - 1.0))) : (((1e-290 < fabs(pow(a, (b / 2.0)))) && (fabs(pow(a, (b / 2.0))) < 1e+290)) ? (((b / 2.0) * pow(a, (b / 2.0))) / a) : ((((b / 2.0) * pow(fabs(a), ((b / 2.0) / 2.0))) / ((a > 0.0) ? a : (a * pow((-1.0), (b / 2.0))))) * pow(fabs(a), ((b / 2.0) / 2.0))))))) + (pow(a, (b / 2.0)) * ((a > 0.0) ? (1.0 / a) : (-log(a)))))) + ((pow(a, (b / 2.0)) * log(a)) * ((((b / 2.0) == 0.0) && (!(fabs(a) > 0.0))) ? 0.0 : (((((0.5 <= (b / 2.0)) && ((b / 2.0) <= 4.0)) || (a == 0.0)) || (fabs(a) == INFINITY)) ? ((b / 2.0) * pow(a, ((b / 2.0) - 1.0))) : (((1e-290 < fabs(pow(a, (b / 2.0)))) && (fabs(pow(a, (b / 2.0))) < 1e+290)) ? (((b / 2.0) * pow(a, (b / 2.0))) / a) : ((((b / 2.0) * pow(fabs(a), ((b / 2.0) / 2.0))) / ((a > 0.0) ? a : (a * pow((-1.0), (b / 2.0))))) * pow(fabs(a), ((b / 2.0) / 2.0))))))))));
}
static inline double pow_by_b_by_b(State *state, double a, double b, double c, double out)
{
    return (((a == 0.0) && (b >= 0.0)) ? 0.0 : ((((1e-290 < c) && (c < INFINITY)) || (!(a > 0.0))) ? 0.0 : ((pow(a, (b / 2.0)) * (log(a) * ((((a == 0.0) && ((b / 2.0) >= 0.0)) ? 0.0 : ((((1e-290 < pow(a, (b / 2.0))) && (pow(a, (b / 2.0)) < INFINITY)) || (!(a > 0.0))) ? (pow(a, (b / 2.0)) * log(a)) : ((pow(a, ((b / 2.0) / 2.0)) * log(a)) * pow(a, ((b / 2.0) / 2.0))))) * (1.0 / 2.0)))) + ((pow(a, (b / 2.0)) * log(a)) * ((((a == 0.0) && ((b / 2.0) >= 0.0)) ? 0.0 : ((((1e-290 < pow(a, (b / 2.0))) && (pow(a, (b / 2.0)) < INFINITY)) || (!(a > 0.0))) ? (pow(a, (b / 2.0)) * log(a)) : ((pow(a, ((b / 2.0) / 2.0)) * log(a)) * pow(a, ((b / 2.0) / 2.0))))) * (1.0 / 2.0))))));
}
static inline double pow_by_b_by_c(State *state, double a, double b, double c, double out)
{
    return (((a == 0.0) && (b >= 0.0)) ? 0.0 : ((((1e-290 < c) && (c < INFINITY)) || (!(a > 0.0))) ? log(a) : 0.0));
}

static inline double abs_by_a_value(State *state, double a, double b)
{
    return ((a > 0.0) ? 1.0 : ((a < 0.0) ? (-1.0) : b));
}
static inline double abs_by_a_by_a(State *state, double a, double b, double out)
{
    return 0.0;
}
static inline double abs_by_a_by_b(State *state, double a, double b, double out)
{
    return ((a > 0.0) ? 0.0 : ((a < 0.0) ? 0.0 : 1.0));
}

static inline double sqrt_by_a_value(State *state, double a)
{
    return ((a > 0.0) ? (0.5 / sqrt(a)) : (-log(a)));
}
static inline double sqrt_by_a_by_a(State *state, double a, double out)
{
    return ((a > 0.0) ? (((!(((-1e-290) < (0.5 / sqrt(a))) && ((0.5 / sqrt(a)) < 1e-290))) ? ((-(0.5 / sqrt(a))) / sqrt(a)) : (((((-1e+60) * 0.5) / sqrt(a)) / sqrt(a)) * 1e-60)) * ((a > 0.0) ? (0.5 / sqrt(a)) : (-log(a)))) : ((-1.0) * ((a > 0.0) ? (1.0 / a) : (-log(a)))));
}

static inline double cbrt_by_a_value(State *state, double a, double b)
{
    return (((0.0 < fabs(a)) && (fabs(a) < INFINITY)) ? (((b - ((b - ((a / b) / b)) / 3.0)) / a) / 3.0) : (1.0 / (b * b)));
}
static inline double cbrt_by_a_by_a(State *state, double a, double b, double out)
{
    return (((0.0 < fabs(a)) && (fabs(a) < INFINITY)) ? ((1.0 / 3.0) * (((1.0 / a) * ((-1.0) * ((1.0 / 3.0) * ((-1.0) * ((1.0 / b) * (1.0 / b)))))) + ((!(((-1e-290) < ((b - ((b - ((a / b) / b)) / 3.0)) / a)) && (((b - ((b - ((a / b) / b)) / 3.0)) / a) < 1e-290))) ? ((-((b - ((b - ((a / b) / b)) / 3.0)) / a)) / a) : (((((-1e+60) * (b - ((b - ((a / b) / b)) / 3.0))) / a) / a) * 1e-60)))) : 0.0);
}
static inline double cbrt_by_a_by_b(State *state, double a, double b, double out)
{
    return (((0.0 < fabs(a)) && (fabs(a) < INFINITY)) ? ((1.0 / 3.0) * ((1.0 / a) * (1.0 + ((-1.0) * ((1.0 / 3.0) * (1.0 + ((-1.0) * (((1.0 / b) * ((!(((-1e-290) < (a / b)) && ((a / b) < 1e-290))) ? ((-(a / b)) / b) : (((((-1e+60) * a) / b) / b) * 1e-60))) + ((!(((-1e-290) < ((a / b) / b)) && (((a / b) / b) < 1e-290))) ? ((-((a / b) / b)) / b) : (((((-1e+60) * (a / b)) / b) / b) * 1e-60)))))))))) : (((!(((-1e-290) < (1.0 / (b * b))) && ((1.0 / (b * b)) < 1e-290))) ? ((-(1.0 / (b * b))) / (b * b)) : (((((-1e+60) * 1.0) / (b * b)) / (b * b)) * 1e-60)) * (b + b)));
}

static inline double hypot_by_a_value(State *state, double a, double b, double c)
{
    return ((!((c < 1e-290) || (c == INFINITY))) ? (a / c) : ((c == INFINITY) ? ((0.5 * a) / python_hypot(state, (0.5 * a), (0.5 * b))) : ((1e+300 * a) / python_hypot(state, (1e+300 * a), (1e+300 * b)))));
}
static inline double hypot_by_a_by_a(State *state, double a, double b, double c, double out)
{
    return ((!((c < 1e-290) || (c == INFINITY))) ? (1.0 / c) : ((c == INFINITY) ? (((1.0 / python_hypot(state, (0.5 * a), (0.5 * b))) * 0.5) + (((!(((-1e-290) < ((0.5 * a) / python_hypot(state, (0.5 * a), (0.5 * b)))) && (((0.5 * a) / python_hypot(state, (0.5 * a), (0.5 * b))) < 1e-290))) ? ((-((0.5 * a) / python_hypot(state, (0.5 * a), (0.5 * b)))) / python_hypot(state, (0.5 * a), (0.5 * b))) : (((((-1e+60) * (0.5 * a)) / python_hypot(state, (0.5 * a), (0.5 * b))) / python_hypot(state, (0.5 * a), (0.5 * b))) * 1e-60)) * (((!((python_hypot(state, (0.5 * a), (0.5 * b)) < 1e-290) || (python_hypot(state, (0.5 * a), (0.5 * b)) == INFINITY))) ? ((0.5 * a) / python_hypot(state, (0.5 * a), (0.5 * b))) : ((python_hypot(state, (0.5 * a), (0.5 * b)) == INFINITY) ? ((0.5 * (0.5 * a)) / python_hypot(state, (0.5 * (0.5 * a)), (0.5 * (0.5 * b)))) : ((1e+300 * (0.5 * a)) / python_hypot(state, (1e+300 * (0.5 * a)), (1e+300 * (0.5 * b)))))) * 0.5))) : (((1.0 / python_hypot(state, (1e+300 * a), (1e+300 * b))) * 1e+300) + (((!(((-1e-290) < ((1e+300 * a) / python_hypot(state, (1e+300 * a), (1e+300 * b)))) && (((1e+300 * a) / python_hypot(state, (1e+300 * a), (1e+300 * b))) < 1e-290))) ? ((-((1e+300 * a) / python_hypot(state, (1e+300 * a), (1e+300 * b)))) / python_hypot(state, (1e+300 * a), (1e+300 * b))) : (((((-1e+60) * (1e+300 * a)) / python_hypot(state, (1e+300 * a), (1e+300 * b))) / python_hypot(state, (1e+300 * a), (1e+300 * b))) * 1e-60)) * (((!((python_hypot(state, (1e+300 * a), (1e+300 * b)) < 1e-290) || (python_hypot(state, (1e+300 * a), (1e+300 * b)) == INFINITY))) ? ((1e+300 * a) / python_hypot(state, (1e+300 * a), (1e+300 * b))) : ((python_hypot(state, (1e+300 * a), (1e+300 * b)) == INFINITY) ? ((0.5 * (1e+300 * a)) / python_hypot(state, (0.5 * (1e+300 * a)), (0.5 * (1e+300 * b)))) : ((1e+300 * (1e+300 * a)) / python_hypot(state, (1e+300 * (1e+300 * a)), (1e+300 * (1e+300 * b)))))) * 1e+300)))));
}
static inline double hypot_by_a_by_b(State *state, double a, double b, double c, double out)
{
    return ((!((c < 1e-290) || (c == INFINITY))) ? 0.0 : ((c == INFINITY) ? (((!(((-1e-290) < ((0.5 * a) / python_hypot(state, (0.5 * a), (0.5 * b)))) && (((0.5 * a) / python_hypot(state, (0.5 * a), (0.5 * b))) < 1e-290))) ? ((-((0.5 * a) / python_hypot(state, (0.5 * a), (0.5 * b)))) / python_hypot(state, (0.5 * a), (0.5 * b))) : (((((-1e+60) * (0.5 * a)) / python_hypot(state, (0.5 * a), (0.5 * b))) / python_hypot(state, (0.5 * a), (0.5 * b))) * 1e-60)) * (((!((python_hypot(state, (0.5 * a), (0.5 * b)) < 1e-290) || (python_hypot(state, (0.5 * a), (0.5 * b)) == INFINITY))) ? ((0.5 * b) / python_hypot(state, (0.5 * a), (0.5 * b))) : ((python_hypot(state, (0.5 * a), (0.5 * b)) == INFINITY) ? ((0.5 * (0.5 * b)) / python_hypot(state, (0.5 * (0.5 * a)), (0.5 * (0.5 * b)))) : ((1e+300 * (0.5 * b)) / python_hypot(state, (1e+300 * (0.5 * a)), (1e+300 * (0.5 * b)))))) * 0.5)) : (((!(((-1e-290) < ((1e+300 * a) / python_hypot(state, (1e+300 * a), (1e+300 * b)))) && (((1e+300 * a) / python_hypot(state, (1e+300 * a), (1e+300 * b))) < 1e-290))) ? ((-((1e+300 * a) / python_hypot(state, (1e+300 * a), (1e+300 * b)))) / python_hypot(state, (1e+300 * a), (1e+300 * b))) : (((((-1e+60) * (1e+300 * a)) / python_hypot(state, (1e+300 * a), (1e+300 * b))) / python_hypot(state, (1e+300 * a), (1e+300 * b))) * 1e-60)) * (((!((python_hypot(state, (1e+300 * a), (1e+300 * b)) < 1e-290) || (python_hypot(state, (1e+300 * a), (1e+300 * b)) == INFINITY))) ? ((1e+300 * b) / python_hypot(state, (1e+300 * a), (1e+300 * b))) : ((python_hypot(state, (1e+300 * a), (1e+300 * b)) == INFINITY) ? ((0.5 * (1e+300 * b)) / python_hypot(state, (0.5 * (1e+300 * a)), (0.5 * (1e+300 * b)))) : ((1e+300 * (1e+300 * b)) / python_hypot(state, (1e+300 * (1e+300 * a)), (1e+300 * (1e+300 * b)))))) * 1e+300))));
}
static inline double hypot_by_a_by_c(State *state, double a, double b, double c, double out)
{
    return ((!((c < 1e-290) || (c == INFINITY))) ? ((!(((-1e-290) < (a / c)) && ((a / c) < 1e-290))) ? ((-(a / c)) / c) : (((((-1e+60) * a) / c) / c) * 1e-60)) : 0.0);
}

static inline double hypot_by_b_value(State *state, double a, double b, double c)
{
    return ((!((c < 1e-290) || (c == INFINITY))) ? (b / c) : ((c == INFINITY) ? ((0.5 * b) / python_hypot(state, (0.5 * a), (0.5 * b))) : ((1e+300 * b) / python_hypot(state, (1e+300 * a), (1e+300 * b)))));
}
static inline double hypot_by_b_by_a(State *state, double a, double b, double c, double out)
{
    return ((!((c < 1e-290) || (c == INFINITY))) ? 0.0 : ((c == INFINITY) ? (((!(((-1e-290) < ((0.5 * b) / python_hypot(state, (0.5 * a), (0.5 * b)))) && (((0.5 * b) / python_hypot(state, (0.5 * a), (0.5 * b))) < 1e-290))) ? ((-((0.5 * b) / python_hypot(state, (0.5 * a), (0.5 * b)))) / python_hypot(state, (0.5 * a), (0.5 * b))) : (((((-1e+60) * (0.5 * b)) / python_hypot(state, (0.5 * a), (0.5 * b))) / python_hypot(state, (0.5 * a), (0.5 * b))) * 1e-60)) * (((!((python_hypot(state, (0.5 * a), (0.5 * b)) < 1e-290) || (python_hypot(state, (0.5 * a), (0.5 * b)) == INFINITY))) ? ((0.5 * a) / python_hypot(state, (0.5 * a), (0.5 * b))) : ((python_hypot(state, (0.5 * a), (0.5 * b)) == INFINITY) ? ((0.5 * (0.5 * a)) / python_hypot(state, (0.5 * (0.5 * a)), (0.5 * (0.5 * b)))) : ((1e+300 * (0.5 * a)) / python_hypot(state, (1e+300 * (0.5 * a)), (1e+300 * (0.5 * b)))))) * 0.5)) : (((!(((-1e-290) < ((1e+300 * b) / python_hypot(state, (1e+300 * a), (1e+300 * b)))) && (((1e+300 * b) / python_hypot(state, (1e+300 * a), (1e+300 * b))) < 1e-290))) ? ((-((1e+300 * b) / python_hypot(state, (1e+300 * a), (1e+300 * b)))) / python_hypot(state, (1e+300 * a), (1e+300 * b))) : (((((-1e+60) * (1e+300 * b)) / python_hypot(state, (1e+300 * a), (1e+300 * b))) / python_hypot(state, (1e+300 * a), (1e+300 * b))) * 1e-60)) * (((!((python_hypot(state, (1e+300 * a), (1e+300 * b)) < 1e-290) || (python_hypot(state, (1e+300 * a), (1e+300 * b)) == INFINITY))) ? ((1e+300 * a) / python_hypot(state, (1e+300 * a), (1e+300 * b))) : ((python_hypot(state, (1e+300 * a), (1e+300 * b)) == INFINITY) ? ((0.5 * (1e+300 * a)) / python_hypot(state, (0.5 * (1e+300 * a)), (0.5 * (1e+300 * b)))) : ((1e+300 * (1e+300 * a)) / python_hypot(state, (1e+300 * (1e+300 * a)), (1e+300 * (1e+300 * b)))))) * 1e+300))));
}
static inline double hypot_by_b_by_b(State *state, double a, double b, double c, double out)
{
    return ((!((c < 1e-290) || (c == INFINITY))) ? (1.0 / c) : ((c == INFINITY) ? (((1.0 / python_hypot(state, (0.5 * a), (0.5 * b))) * 0.5) + (((!(((-1e-290) < ((0.5 * b) / python_hypot(state, (0.5 * a), (0.5 * b)))) && (((0.5 * b) / python_hypot(state, (0.5 * a), (0.5 * b))) < 1e-290))) ? ((-((0.5 * b) / python_hypot(state, (0.5 * a), (0.5 * b)))) / python_hypot(state, (0.5 * a), (0.5 * b))) : (((((-1e+60) * (0.5 * b)) / python_hypot(state, (0.5 * a), (0.5 * b))) / python_hypot(state, (0.5 * a), (0.5 * b))) * 1e-60)) * (((!((python_hypot(state, (0.5 * a), (0.5 * b)) < 1e-290) || (python_hypot(state, (0.5 * a), (0.5 * b)) == INFINITY))) ? ((0.5 * b) / python_hypot(state, (0.5 * a), (0.5 * b))) : ((python_hypot(state, (0.5 * a), (0.5 * b)) == INFINITY) ? ((0.5 * (0.5 * b)) / python_hypot(state, (0.5 * (0.5 * a)), (0.5 * (0.5 * b)))) : ((1e+300 * (0.5 * b)) / python_hypot(state, (1e+300 * (0.5 * a)), (1e+300 * (0.5 * b)))))) * 0.5))) : (((1.0 / python_hypot(state, (1e+300 * a), (1e+300 * b))) * 1e+300) + (((!(((-1e-290) < ((1e+300 * b) / python_hypot(state, (1e+300 * a), (1e+300 * b)))) && (((1e+300 * b) / python_hypot(state, (1e+300 * a), (1e+300 * b))) < 1e-290))) ? ((-((1e+300 * b) / python_hypot(state, (1e+300 * a), (1e+300 * b)))) / python_hypot(state, (1e+300 * a), (1e+300 * b))) : (((((-1e+60) * (1e+300 * b)) / python_hypot(state, (1e+300 * a), (1e+300 * b))) / python_hypot(state, (1e+300 * a), (1e+300 * b))) * 1e-60)) * (((!((python_hypot(state, (1e+300 * a), (1e+300 * b)) < 1e-290) || (python_hypot(state, (1e+300 * a), (1e+300 * b)) == INFINITY))) ? ((1e+300 * b) / python_hypot(state, (1e+300 * a), (1e+300 * b))) : ((python_hypot(state, (1e+300 * a), (1e+300 * b)) == INFINITY) ? ((0.5 * (1e+300 * b)) / python_hypot(state, (0.5 * (1e+300 * a)), (0.5 * (1e+300 * b)))) : ((1e+300 * (1e+300 * b)) / python_hypot(state, (1e+300 * (1e+300 * a)), (1e+300 * (1e+300 * b)))))) * 1e+300)))));
}
static inline double hypot_by_b_by_c(State *state, double a, double b, double c, double out)
{
    return ((!((c < 1e-290) || (c == INFINITY))) ? ((!(((-1e-290) < (b / c)) && ((b / c) < 1e-290))) ? ((-(b / c)) / c) : (((((-1e+60) * b) / c) / c) * 1e-60)) : 0.0);
}

static inline double log_by_a_value(State *state, double a)
{
    return ((a > 0.0) ? (1.0 / a) : (-log(a)));
}
static inline double log_by_a_by_a(State *state, double a, double out)
{
    return ((a > 0.0) ? ((!(((-1e-290) < (1.0 / a)) && ((1.0 / a) < 1e-290))) ? ((-(1.0 / a)) / a) : (((((-1e+60) * 1.0) / a) / a) * 1e-60)) : ((-1.0) * ((a > 0.0) ? (1.0 / a) : (-log(a)))));
}

static inline double log1p_by_a_value(State *state, double a)
{
    return ((a > (-1.0)) ? (1.0 / (1.0 + a)) : (-log1p(a)));
}
static inline double log1p_by_a_by_a(State *state, double a, double out)
{
    return ((a > (-1.0)) ? ((!(((-1e-290) < (1.0 / (1.0 + a))) && ((1.0 / (1.0 + a)) < 1e-290))) ? ((-(1.0 / (1.0 + a))) / (1.0 + a)) : (((((-1e+60) * 1.0) / (1.0 + a)) / (1.0 + a)) * 1e-60)) : ((-1.0) * ((a > (-1.0)) ? (1.0 / (1.0 + a)) : (-log1p(a)))));
}

static inline double log2_by_a_value(State *state, double a)
{
    return ((a > 0.0) ? (1.4426950408889634 / a) : (-log(a)));
}
static inline double log2_by_a_by_a(State *state, double a, double out)
{
    return ((a > 0.0) ? ((!(((-1e-290) < (1.4426950408889634 / a)) && ((1.4426950408889634 / a) < 1e-290))) ? ((-(1.4426950408889634 / a)) / a) : (((((-1e+60) * 1.4426950408889634) / a) / a) * 1e-60)) : ((-1.0) * ((a > 0.0) ? (1.0 / a) : (-log(a)))));
}

static inline double log10_by_a_value(State *state, double a)
{
    return ((a > 0.0) ? (0.4342944819032518 / a) : (-log(a)));
}
static inline double log10_by_a_by_a(State *state, double a, double out)
{
    return ((a > 0.0) ? ((!(((-1e-290) < (0.4342944819032518 / a)) && ((0.4342944819032518 / a) < 1e-290))) ? ((-(0.4342944819032518 / a)) / a) : (((((-1e+60) * 0.4342944819032518) / a) / a) * 1e-60)) : ((-1.0) * ((a > 0.0) ? (1.0 / a) : (-log(a)))));
}

static inline double logistic_by_a_value(State *state, double a)
{
    return ((fabs(a) < 700.0) ? (0.5 / (1.0 + cosh(a))) : exp((-fabs(a))));
}
static inline double logistic_by_a_by_a(State *state, double a, double out)
{
    return ((fabs(a) < 700.0) ? (((!(((-1e-290) < (0.5 / (1.0 + cosh(a)))) && ((0.5 / (1.0 + cosh(a))) < 1e-290))) ? ((-(0.5 / (1.0 + cosh(a)))) / (1.0 + cosh(a))) : (((((-1e+60) * 0.5) / (1.0 + cosh(a))) / (1.0 + cosh(a))) * 1e-60)) * sinh(a)) : (exp((-fabs(a))) * ((-1.0) * ((a > 0.0) ? 1.0 : ((a < 0.0) ? (-1.0) : fabs(a))))));
}

static inline double asin_by_a_value(State *state, double a)
{
    return ((fabs(a) < 0.5) ? (1.0 / sqrt((1.0 - (a * a)))) : ((fabs(a) < 1.0) ? (1.0 / sqrt(((1.0 - a) * (1.0 + a)))) : (-log((1.0 - (a * a))))));
}
static inline double asin_by_a_by_a(State *state, double a, double out)
{
    return ((fabs(a) < 0.5) ? (((!(((-1e-290) < (1.0 / sqrt((1.0 - (a * a))))) && ((1.0 / sqrt((1.0 - (a * a)))) < 1e-290))) ? ((-(1.0 / sqrt((1.0 - (a * a))))) / sqrt((1.0 - (a * a)))) : (((((-1e+60) * 1.0) / sqrt((1.0 - (a * a)))) / sqrt((1.0 - (a * a)))) * 1e-60)) * ((((1.0 - (a * a)) > 0.0) ? (0.5 / sqrt((1.0 - (a * a)))) : (-log((1.0 - (a * a))))) * ((-1.0) * (a + a)))) : ((fabs(a) < 1.0) ? (((!(((-1e-290) < (1.0 / sqrt(((1.0 - a) * (1.0 + a))))) && ((1.0 / sqrt(((1.0 - a) * (1.0 + a)))) < 1e-290))) ? ((-(1.0 / sqrt(((1.0 - a) * (1.0 + a))))) / sqrt(((1.0 - a) * (1.0 + a)))) : (((((-1e+60) * 1.0) / sqrt(((1.0 - a) * (1.0 + a)))) / sqrt(((1.0 - a) * (1.0 + a)))) * 1e-60)) * (((((1.0 - a) * (1.0 + a)) > 0.0) ? (0.5 / sqrt(((1.0 - a) * (1.0 + a)))) : (-log(((1.0 - a) * (1.0 + a))))) * (((1.0 + a) * (-1.0)) + (1.0 - a)))) : ((-1.0) * ((((1.0 - (a * a)) > 0.0) ? (1.0 / (1.0 - (a * a))) : (-log((1.0 - (a * a))))) * ((-1.0) * (a + a))))));
}

static inline double acos_by_a_value(State *state, double a)
{
    return ((fabs(a) < 0.5) ? ((-1.0) / sqrt((1.0 - (a * a)))) : ((fabs(a) < 1.0) ? ((-1.0) / sqrt(((1.0 - a) * (1.0 + a)))) : log((1.0 - (a * a)))));
}
static inline double acos_by_a_by_a(State *state, double a, double out)
{
    return ((fabs(a) < 0.5) ? (((!(((-1e-290) < ((-1.0) / sqrt((1.0 - (a * a))))) && (((-1.0) / sqrt((1.0 - (a * a)))) < 1e-290))) ? ((-((-1.0) / sqrt((1.0 - (a * a))))) / sqrt((1.0 - (a * a)))) : (((((-1e+60) * (-1.0)) / sqrt((1.0 - (a * a)))) / sqrt((1.0 - (a * a)))) * 1e-60)) * ((((1.0 - (a * a)) > 0.0) ? (0.5 / sqrt((1.0 - (a * a)))) : (-log((1.0 - (a * a))))) * ((-1.0) * (a + a)))) : ((fabs(a) < 1.0) ? (((!(((-1e-290) < ((-1.0) / sqrt(((1.0 - a) * (1.0 + a))))) && (((-1.0) / sqrt(((1.0 - a) * (1.0 + a)))) < 1e-290))) ? ((-((-1.0) / sqrt(((1.0 - a) * (1.0 + a))))) / sqrt(((1.0 - a) * (1.0 + a)))) : (((((-1e+60) * (-1.0)) / sqrt(((1.0 - a) * (1.0 + a)))) / sqrt(((1.0 - a) * (1.0 + a)))) * 1e-60)) * (((((1.0 - a) * (1.0 + a)) > 0.0) ? (0.5 / sqrt(((1.0 - a) * (1.0 + a)))) : (-log(((1.0 - a) * (1.0 + a))))) * (((1.0 + a) * (-1.0)) + (1.0 - a)))) : ((((1.0 - (a * a)) > 0.0) ? (1.0 / (1.0 - (a * a))) : (-log((1.0 - (a * a))))) * ((-1.0) * (a + a)))));
}

static inline double atan_by_a_value(State *state, double a)
{
    return ((fabs(a) < 1e+150) ? (1.0 / (1.0 + (a * a))) : ((1.0 / a) / a));
}
static inline double atan_by_a_by_a(State *state, double a, double out)
{
    return ((fabs(a) < 1e+150) ? (((!(((-1e-290) < (1.0 / (1.0 + (a * a)))) && ((1.0 / (1.0 + (a * a))) < 1e-290))) ? ((-(1.0 / (1.0 + (a * a)))) / (1.0 + (a * a))) : (((((-1e+60) * 1.0) / (1.0 + (a * a))) / (1.0 + (a * a))) * 1e-60)) * (a + a)) : (((1.0 / a) * ((!(((-1e-290) < (1.0 / a)) && ((1.0 / a) < 1e-290))) ? ((-(1.0 / a)) / a) : (((((-1e+60) * 1.0) / a) / a) * 1e-60))) + ((!(((-1e-290) < ((1.0 / a) / a)) && (((1.0 / a) / a) < 1e-290))) ? ((-((1.0 / a) / a)) / a) : (((((-1e+60) * (1.0 / a)) / a) / a) * 1e-60))));
}

static inline double atan2_by_a_value(State *state, double a, double b)
{
    return (((b == 0.0) && (0.0 == a)) ? 0.0 : (((1e-290 < ((b * b) + (a * a))) && (((b * b) + (a * a)) < INFINITY)) ? (b / ((b * b) + (a * a))) : ((fabs(b) > fabs(a)) ? ((0.5 / b) / (0.5 + ((0.5 * (a / b)) * (a / b)))) : (((0.5 * (b / a)) / a) / (0.5 + ((0.5 * (b / a)) * (b / a)))))));
}
static inline double atan2_by_a_by_a(State *state, double a, double b, double out)
{
    return (((b == 0.0) && (0.0 == a)) ? 0.0 : (((1e-290 < ((b * b) + (a * a))) && (((b * b) + (a * a)) < INFINITY)) ? (((!(((-1e-290) < (b / ((b * b) + (a * a)))) && ((b / ((b * b) + (a * a))) < 1e-290))) ? ((-(b / ((b * b) + (a * a)))) / ((b * b) + (a * a))) : (((((-1e+60) * b) / ((b * b) + (a * a))) / ((b * b) + (a * a))) * 1e-60)) * (a + a)) : ((fabs(b) > fabs(a)) ? (((!(((-1e-290) < ((0.5 / b) / (0.5 + ((0.5 * (a / b)) * (a / b))))) && (((0.5 / b) / (0.5 + ((0.5 * (a / b)) * (a / b)))) < 1e-290))) ? ((-((0.5 / b) / (0.5 + ((0.5 * (a / b)) * (a / b))))) / (0.5 + ((0.5 * (a / b)) * (a / b)))) : (((((-1e+60) * (0.5 / b)) / (0.5 + ((0.5 * (a / b)) * (a / b)))) / (0.5 + ((0.5 * (a / b)) * (a / b)))) * 1e-60)) * (((a / b) * (0.5 * (1.0 / b))) + ((0.5 * (a / b)) * (1.0 / b)))) : (((1.0 / (0.5 + ((0.5 * (b / a)) * (b / a)))) * (((1.0 / a) * (0.5 * ((!(((-1e-290) < (b / a)) && ((b / a) < 1e-290))) ? ((-(b / a)) / a) : (((((-1e+60) * b) / a) / a) * 1e-60)))) + ((!(((-1e-290) < ((0.5 * (b / a)) / a)) && (((0.5 * (b / a)) / a) < 1e-290))) ? ((-((0.5 * (b / a)) / a)) / a) : (((((-1e+60) * (0.5 * (b / a))) / a) / a) * 1e-60)))) + (((!(((-1e-290) < (((0.5 * (b / a)) / a) / (0.5 + ((0.5 * (b / a)) * (b / a))))) && ((((0.5 * (b / a)) / a) / (0.5 + ((0.5 * (b / a)) * (b / a)))) < 1e-290))) ? ((-(((0.5 * (b / a)) / a) / (0.5 + ((0.5 * (b / a)) * (b / a))))) / (0.5 + ((0.5 * (b / a)) * (b / a)))) : (((((-1e+60) * ((0.5 * (b / a)) / a)) / (0.5 + ((0.5 * (b / a)) * (b / a)))) / (0.5 + ((0.5 * (b / a)) * (b / a)))) * 1e-60)) * (((b / a) * (0.5 * ((!(((-1e-290) < (b / a)) && ((b / a) < 1e-290))) ? ((-(b / a)) / a) : (((((-1e+60) * b) / a) / a) * 1e-60)))) + ((0.5 * (b / a)) * ((!(((-1e-290) < (b / a)) && ((b / a) < 1e-290))) ? ((-(b / a)) / a) : (((((-1e+60) * b) / a) / a) * 1e-60)))))))));
}
static inline double atan2_by_a_by_b(State *state, double a, double b, double out)
{
    return (((b == 0.0) && (0.0 == a)) ? 0.0 : (((1e-290 < ((b * b) + (a * a))) && (((b * b) + (a * a)) < INFINITY)) ? ((1.0 / ((b * b) + (a * a))) + (((!(((-1e-290) < (b / ((b * b) + (a * a)))) && ((b / ((b * b) + (a * a))) < 1e-290))) ? ((-(b / ((b * b) + (a * a)))) / ((b * b) + (a * a))) : (((((-1e+60) * b) / ((b * b) + (a * a))) / ((b * b) + (a * a))) * 1e-60)) * (b + b))) : ((fabs(b) > fabs(a)) ? (((1.0 / (0.5 + ((0.5 * (a / b)) * (a / b)))) * ((!(((-1e-290) < (0.5 / b)) && ((0.5 / b) < 1e-290))) ? ((-(0.5 / b)) / b) : (((((-1e+60) * 0.5) / b) / b) * 1e-60))) + (((!(((-1e-290) < ((0.5 / b) / (0.5 + ((0.5 * (a / b)) * (a / b))))) && (((0.5 / b) / (0.5 + ((0.5 * (a / b)) * (a / b)))) < 1e-290))) ? ((-((0.5 / b) / (0.5 + ((0.5 * (a / b)) * (a / b))))) / (0.5 + ((0.5 * (a / b)) * (a / b)))) : (((((-1e+60) * (0.5 / b)) / (0.5 + ((0.5 * (a / b)) * (a / b)))) / (0.5 + ((0.5 * (a / b)) * (a / b)))) * 1e-60)) * (((a / b) * (0.5 * ((!(((-1e-290) < (a / b)) && ((a / b) < 1e-290))) ? ((-(a / b)) / b) : (((((-1e+60) * a) / b) / b) * 1e-60)))) + ((0.5 * (a / b)) * ((!(((-1e-290) < (a / b)) && ((a / b) < 1e-290))) ? ((-(a / b)) / b) : (((((-1e+60) * a) / b) / b) * 1e-60)))))) : (((1.0 / (0.5 + ((0.5 * (b / a)) * (b / a)))) * ((1.0 / a) * (0.5 * (1.0 / a)))) + (((!(((-1e-290) < (((0.5 * (b / a)) / a) / (0.5 + ((0.5 * (b / a)) * (b / a))))) && ((((0.5 * (b / a)) / a) / (0.5 + ((0.5 * (b / a)) * (b / a)))) < 1e-290))) ? ((-(((0.5 * (b / a)) / a) / (0.5 + ((0.5 * (b / a)) * (b / a))))) / (0.5 + ((0.5 * (b / a)) * (b / a)))) : (((((-1e+60) * ((0.5 * (b / a)) / a)) / (0.5 + ((0.5 * (b / a)) * (b / a)))) / (0.5 + ((0.5 * (b / a)) * (b / a)))) * 1e-60)) * (((b / a) * (0.5 * (1.0 / a))) + ((0.5 * (b / a)) * (1.0 / a))))))));
}

static inline double atan2_by_b_value(State *state, double a, double b)
{
    return (-(((a == 0.0) && (0.0 == b)) ? 0.0 : (((1e-290 < ((a * a) + (b * b))) && (((a * a) + (b * b)) < INFINITY)) ? (a / ((a * a) + (b * b))) : ((fabs(a) > fabs(b)) ? ((0.5 / a) / (0.5 + ((0.5 * (b / a)) * (b / a)))) : (((0.5 * (a / b)) / b) / (0.5 + ((0.5 * (a / b)) * (a / b))))))));
}
static inline double atan2_by_b_by_a(State *state, double a, double b, double out)
{
    return ((-1.0) * (((a == 0.0) && (0.0 == b)) ? 0.0 : (((1e-290 < ((a * a) + (b * b))) && (((a * a) + (b * b)) < INFINITY)) ? ((1.0 / ((a * a) + (b * b))) + (((!(((-1e-290) < (a / ((a * a) + (b * b)))) && ((a / ((a * a) + (b * b))) < 1e-290))) ? ((-(a / ((a * a) + (b * b)))) / ((a * a) + (b * b))) : (((((-1e+60) * a) / ((a * a) + (b * b))) / ((a * a) + (b * b))) * 1e-60)) * (a + a))) : ((fabs(a) > fabs(b)) ? (((1.0 / (0.5 + ((0.5 * (b / a)) * (b / a)))) * ((!(((-1e-290) < (0.5 / a)) && ((0.5 / a) < 1e-290))) ? ((-(0.5 / a)) / a) : (((((-1e+60) * 0.5) / a) / a) * 1e-60))) + (((!(((-1e-290) < ((0.5 / a) / (0.5 + ((0.5 * (b / a)) * (b / a))))) && (((0.5 / a) / (0.5 + ((0.5 * (b / a)) * (b / a)))) < 1e-290))) ? ((-((0.5 / a) / (0.5 + ((0.5 * (b / a)) * (b / a))))) / (0.5 + ((0.5 * (b / a)) * (b / a)))) : (((((-1e+60) * (0.5 / a)) / (0.5 + ((0.5 * (b / a)) * (b / a)))) / (0.5 + ((0.5 * (b / a)) * (b / a)))) * 1e-60)) * (((b / a) * (0.5 * ((!(((-1e-290) < (b / a)) && ((b / a) < 1e-290))) ? ((-(b / a)) / a) : (((((-1e+60) * b) / a) / a) * 1e-60)))) + ((0.5 * (b / a)) * ((!(((-1e-290) < (b / a)) && ((b / a) < 1e-290))) ? ((-(b / a)) / a) : (((((-1e+60) * b) / a) / a) * 1e-60)))))) : (((1.0 / (0.5 + ((0.5 * (a / b)) * (a / b)))) * ((1.0 / b) * (0.5 * (1.0 / b)))) + (((!(((-1e-290) < (((0.5 * (a / b)) / b) / (0.5 + ((0.5 * (a / b)) * (a / b))))) && ((((0.5 * (a / b)) / b) / (0.5 + ((0.5 * (a / b)) * (a / b)))) < 1e-290))) ? ((-(((0.5 * (a / b)) / b) / (0.5 + ((0.5 * (a / b)) * (a / b))))) / (0.5 + ((0.5 * (a / b)) * (a / b)))) : (((((-1e+60) * ((0.5 * (a / b)) / b)) / (0.5 + ((0.5 * (a / b)) * (a / b)))) / (0.5 + ((0.5 * (a / b)) * (a / b)))) * 1e-60)) * (((a / b) * (0.5 * (1.0 / b))) + ((0.5 * (a / b)) * (1.0 / b)))))))));
}
static inline double atan2_by_b_by_b(State *state, double a, double b, double out)
{
    return ((-1.0) * (((a == 0.0) && (0.0 == b)) ? 0.0 : (((1e-290 < ((a * a) + (b * b))) && (((a * a) + (b * b)) < INFINITY)) ? (((!(((-1e-290) < (a / ((a * a) + (b * b)))) && ((a / ((a * a) + (b * b))) < 1e-290))) ? ((-(a / ((a * a) + (b * b)))) / ((a * a) + (b * b))) : (((((-1e+60) * a) / ((a * a) + (b * b))) / ((a * a) + (b * b))) * 1e-60)) * (b + b)) : ((fabs(a) > fabs(b)) ? (((!(((-1e-290) < ((0.5 / a) / (0.5 + ((0.5 * (b / a)) * (b / a))))) && (((0.5 / a) / (0.5 + ((0.5 * (b / a)) * (b / a)))) < 1e-290))) ? ((-((0.5 / a) / (0.5 + ((0.5 * (b / a)) * (b / a))))) / (0.5 + ((0.5 * (b / a)) * (b / a)))) : (((((-1e+60) * (0.5 / a)) / (0.5 + ((0.5 * (b / a)) * (b / a)))) / (0.5 + ((0.5 * (b / a)) * (b / a)))) * 1e-60)) * (((b / a) * (0.5 * (1.0 / a))) + ((0.5 * (b / a)) * (1.0 / a)))) : (((1.0 / (0.5 + ((0.5 * (a / b)) * (a / b)))) * (((1.0 / b) * (0.5 * ((!(((-1e-290) < (a / b)) && ((a / b) < 1e-290))) ? ((-(a / b)) / b) : (((((-1e+60) * a) / b) / b) * 1e-60)))) + ((!(((-1e-290) < ((0.5 * (a / b)) / b)) && (((0.5 * (a / b)) / b) < 1e-290))) ? ((-((0.5 * (a / b)) / b)) / b) : (((((-1e+60) * (0.5 * (a / b))) / b) / b) * 1e-60)))) + (((!(((-1e-290) < (((0.5 * (a / b)) / b) / (0.5 + ((0.5 * (a / b)) * (a / b))))) && ((((0.5 * (a / b)) / b) / (0.5 + ((0.5 * (a / b)) * (a / b)))) < 1e-290))) ? ((-(((0.5 * (a / b)) / b) / (0.5 + ((0.5 * (a / b)) * (a / b))))) / (0.5 + ((0.5 * (a / b)) * (a / b)))) : (((((-1e+60) * ((0.5 * (a / b)) / b)) / (0.5 + ((0.5 * (a / b)) * (a / b)))) / (0.5 + ((0.5 * (a / b)) * (a / b)))) * 1e-60)) * (((a / b) * (0.5 * ((!(((-1e-290) < (a / b)) && ((a / b) < 1e-290))) ? ((-(a / b)) / b) : (((((-1e+60) * a) / b) / b) * 1e-60)))) + ((0.5 * (a / b)) * ((!(((-1e-290) < (a / b)) && ((a / b) < 1e-290))) ? ((-(a / b)) / b) : (((((-1e+60) * a) / b) / b) * 1e-60))))))))));
}

static inline double tanh_by_a_value(State *state, double a, double b)
{
    return ((fabs(a) < 0.5) ? (1.0 - (b * b)) : ((4.0 * logistic_value(state, (2.0 * a))) * logistic_value(state, ((-2.0) * a))));
}
static inline double tanh_by_a_by_a(State *state, double a, double b, double out)
{
    return ((fabs(a) < 0.5) ? 0.0 : ((logistic_value(state, ((-2.0) * a)) * (4.0 * (((fabs((2.0 * a)) < 700.0) ? (0.5 / (1.0 + cosh((2.0 * a)))) : exp((-fabs((2.0 * a))))) * 2.0))) + ((4.0 * logistic_value(state, (2.0 * a))) * (((fabs(((-2.0) * a)) < 700.0) ? (0.5 / (1.0 + cosh(((-2.0) * a)))) : exp((-fabs(((-2.0) * a))))) * (-2.0)))));
}
static inline double tanh_by_a_by_b(State *state, double a, double b, double out)
{
    return ((fabs(a) < 0.5) ? ((-1.0) * (b + b)) : 0.0);
}

static inline double acosh_by_a_value(State *state, double a)
{
    return ((a > 1.0) ? (1.0 / (sqrt((a - 1.0)) * sqrt((a + 1.0)))) : (-log((a - 1.0))));
}
static inline double acosh_by_a_by_a(State *state, double a, double out)
{
    return ((a > 1.0) ? (((!(((-1e-290) < (1.0 / (sqrt((a - 1.0)) * sqrt((a + 1.0))))) && ((1.0 / (sqrt((a - 1.0)) * sqrt((a + 1.0)))) < 1e-290))) ? ((-(1.0 / (sqrt((a - 1.0)) * sqrt((a + 1.0))))) / (sqrt((a - 1.0)) * sqrt((a + 1.0)))) : (((((-1e+60) * 1.0) / (sqrt((a - 1.0)) * sqrt((a + 1.0)))) / (sqrt((a - 1.0)) * sqrt((a + 1.0)))) * 1e-60)) * ((sqrt((a + 1.0)) * (((a - 1.0) > 0.0) ? (0.5 / sqrt((a - 1.0))) : (-log((a - 1.0))))) + (sqrt((a - 1.0)) * (((a + 1.0) > 0.0) ? (0.5 / sqrt((a + 1.0))) : (-log((a + 1.0))))))) : ((-1.0) * (((a - 1.0) > 0.0) ? (1.0 / (a - 1.0)) : (-log((a - 1.0))))));
}

static inline double atanh_by_a_value(State *state, double a)
{
    return ((fabs(a) < 0.5) ? (1.0 / (1.0 - (a * a))) : ((fabs(a) < 1.0) ? (1.0 / ((1.0 - a) * (1.0 + a))) : (-log((1.0 - (a * a))))));
}
static inline double atanh_by_a_by_a(State *state, double a, double out)
{
    return ((fabs(a) < 0.5) ? (((!(((-1e-290) < (1.0 / (1.0 - (a * a)))) && ((1.0 / (1.0 - (a * a))) < 1e-290))) ? ((-(1.0 / (1.0 - (a * a)))) / (1.0 - (a * a))) : (((((-1e+60) * 1.0) / (1.0 - (a * a))) / (1.0 - (a * a))) * 1e-60)) * ((-1.0) * (a + a))) : ((fabs(a) < 1.0) ? (((!(((-1e-290) < (1.0 / ((1.0 - a) * (1.0 + a)))) && ((1.0 / ((1.0 - a) * (1.0 + a))) < 1e-290))) ? ((-(1.0 / ((1.0 - a) * (1.0 + a)))) / ((1.0 - a) * (1.0 + a))) : (((((-1e+60) * 1.0) / ((1.0 - a) * (1.0 + a))) / ((1.0 - a) * (1.0 + a))) * 1e-60)) * (((1.0 + a) * (-1.0)) + (1.0 - a))) : ((-1.0) * ((((1.0 - (a * a)) > 0.0) ? (1.0 / (1.0 - (a * a))) : (-log((1.0 - (a * a))))) * ((-1.0) * (a + a))))));
}

static inline double erf_by_a_value(State *state, double a)
{
    return (1.1283791670955126 * ((!((1.0 < fabs(a)) && (fabs(a) < 28.0))) ? exp(((-a) * a)) : (exp(((-((a + 6000000000.0) - 6000000000.0)) * ((a + 6000000000.0) - 6000000000.0))) * exp(((-(a - ((a + 6000000000.0) - 6000000000.0))) * (a + ((a + 6000000000.0) - 6000000000.0)))))));
}
static inline double erf_by_a_by_a(State *state, double a, double out)
{
    return (1.1283791670955126 * ((!((1.0 < fabs(a)) && (fabs(a) < 28.0))) ? (exp(((-a) * a)) * ((a * (-1.0)) + (-a))) : ((exp(((-(a - ((a + 6000000000.0) - 6000000000.0))) * (a + ((a + 6000000000.0) - 6000000000.0)))) * (exp(((-((a + 6000000000.0) - 6000000000.0)) * ((a + 6000000000.0) - 6000000000.0))) * ((((a + 6000000000.0) - 6000000000.0) * (-1.0)) + (-((a + 6000000000.0) - 6000000000.0))))) + (exp(((-((a + 6000000000.0) - 6000000000.0)) * ((a + 6000000000.0) - 6000000000.0))) * (exp(((-(a - ((a + 6000000000.0) - 6000000000.0))) * (a + ((a + 6000000000.0) - 6000000000.0)))) * (((a + ((a + 6000000000.0) - 6000000000.0)) * ((-1.0) * (1.0 + (-1.0)))) + ((-(a - ((a + 6000000000.0) - 6000000000.0))) * (1.0 + 1.0))))))));
}

static inline double erfc_by_a_value(State *state, double a)
{
    return ((-1.1283791670955126) * ((!((1.0 < fabs(a)) && (fabs(a) < 28.0))) ? exp(((-a) * a)) : (exp(((-((a + 6000000000.0) - 6000000000.0)) * ((a + 6000000000.0) - 6000000000.0))) * exp(((-(a - ((a + 6000000000.0) - 6000000000.0))) * (a + ((a + 6000000000.0) - 6000000000.0)))))));
}
static inline double erfc_by_a_by_a(State *state, double a, double out)
{
    return ((-1.1283791670955126) * ((!((1.0 < fabs(a)) && (fabs(a) < 28.0))) ? (exp(((-a) * a)) * ((a * (-1.0)) + (-a))) : ((exp(((-(a - ((a + 6000000000.0) - 6000000000.0))) * (a + ((a + 6000000000.0) - 6000000000.0)))) * (exp(((-((a + 6000000000.0) - 6000000000.0)) * ((a + 6000000000.0) - 6000000000.0))) * ((((a + 6000000000.0) - 6000000000.0) * (-1.0)) + (-((a + 6000000000.0) - 6000000000.0))))) + (exp(((-((a + 6000000000.0) - 6000000000.0)) * ((a + 6000000000.0) - 6000000000.0))) * (exp(((-(a - ((a + 6000000000.0) - 6000000000.0))) * (a + ((a + 6000000000.0) - 6000000000.0)))) * (((a + ((a + 6000000000.0) - 6000000000.0)) * ((-1.0) * (1.0 + (-1.0)))) + ((-(a - ((a + 6000000000.0) - 6000000000.0))) * (1.0 + 1.0))))))));
}

static inline double logit_by_a_value(State *state, double a)
{
    return (((0.0 < a) && (a < 1.0)) ? (1.0 / (a * (1.0 - a))) : ((-log(a)) - log((1.0 - a))));
}
static inline double logit_by_a_by_a(State *state, double a, double out)
{
    return (((0.0 < a) && (a < 1.0)) ? (((!(((-1e-290) < (1.0 / (a * (1.0 - a)))) && ((1.0 / (a * (1.0 - a))) < 1e-290))) ? ((-(1.0 / (a * (1.0 - a)))) / (a * (1.0 - a))) : (((((-1e+60) * 1.0) / (a * (1.0 - a))) / (a * (1.0 - a))) * 1e-60)) * ((1.0 - a) + (a * (-1.0)))) : (((-1.0) * ((a > 0.0) ? (1.0 / a) : (-log(a)))) + ((-1.0) * ((((1.0 - a) > 0.0) ? (1.0 / (1.0 - a)) : (-log((1.0 - a)))) * (-1.0)))));
}

static inline double relu_by_a_value(State *state, double a, double b)
{
    return ((a <= 0.0) ? 0.0 : ((a > 0.0) ? 1.0 : b));
}
static inline double relu_by_a_by_a(State *state, double a, double b, double out)
{
    return 0.0;
}
static inline double relu_by_a_by_b(State *state, double a, double b, double out)
{
    return ((a <= 0.0) ? 0.0 : ((a > 0.0) ? 0.0 : 1.0));
}

static inline double leaky_relu_by_a_value(State *state, double a, double b, double c)
{
    return ((a > 0.0) ? 1.0 : ((a <= 0.0) ? b : c));
}
static inline double leaky_relu_by_a_by_a(State *state, double a, double b, double c, double out)
{
    return 0.0;
}
static inline double leaky_relu_by_a_by_b(State *state, double a, double b, double c, double out)
{
    return ((a > 0.0) ? 0.0 : ((a <= 0.0) ? 1.0 : 0.0));
}
static inline double leaky_relu_by_a_by_c(State *state, double a, double b, double c, double out)
{
    return ((a > 0.0) ? 0.0 : ((a <= 0.0) ? 0.0 : 1.0));
}

static inline double leaky_relu_by_b_value(State *state, double a, double b)
{
    return ((a > 0.0) ? 0.0 : ((a <= 0.0) ? a : b));
}
static inline double leaky_relu_by_b_by_a(State *state, double a, double b, double out)
{
    return ((a > 0.0) ? 0.0 : ((a <= 0.0) ? 1.0 : 0.0));
}
static inline double leaky_relu_by_b_by_b(State *state, double a, double b, double out)
{
    return ((a > 0.0) ? 0.0 : ((a <= 0.0) ? 0.0 : 1.0));
}

static inline double elu_by_a_value(State *state, double a, double b)
{
    return ((a > 0.0) ? 1.0 : ((!(a < (-700.0))) ? (b * exp(a)) : ((b * exp((a / 2.0))) * exp((a / 2.0)))));
}
static inline double elu_by_a_by_a(State *state, double a, double b, double out)
{
    return ((a > 0.0) ? 0.0 : ((!(a < (-700.0))) ? (b * exp(a)) : ((exp((a / 2.0)) * (b * (exp((a / 2.0)) * (1.0 / 2.0)))) + ((b * exp((a / 2.0))) * (exp((a / 2.0)) * (1.0 / 2.0))))));
}
static inline double elu_by_a_by_b(State *state, double a, double b, double out)
{
    return ((a > 0.0) ? 0.0 : ((!(a < (-700.0))) ? exp(a) : (exp((a / 2.0)) * exp((a / 2.0)))));
}

static inline double elu_by_b_value(State *state, double a)
{
    return ((a > 0.0) ? 0.0 : expm1(a));
}
static inline double elu_by_b_by_a(State *state, double a, double out)
{
    return ((a > 0.0) ? 0.0 : exp(a));
}

static inline double silu_by_a_value(State *state, double a)
{
    return ((!(a < (-0.5))) ? (logistic_value(state, a) * (1.0 + (a * logistic_value(state, (-a))))) : ((a < (-700.0)) ? (((1.0 + a) * exp((a / 2.0))) * exp((a / 2.0))) : ((0.5 / (1.0 + cosh(a))) * (((a + 1.2784645427610737) + 1.0946994183093437e-16) + (0.2784645427610738 * expm1(((a + 1.2784645427610737) + 1.0946994183093437e-16)))))));
}
static inline double silu_by_a_by_a(State *state, double a, double out)
{
    return ((!(a < (-0.5))) ? (((1.0 + (a * logistic_value(state, (-a)))) * ((fabs(a) < 700.0) ? (0.5 / (1.0 + cosh(a))) : exp((-fabs(a))))) + (logistic_value(state, a) * (logistic_value(state, (-a)) + (a * (((fabs((-a)) < 700.0) ? (0.5 / (1.0 + cosh((-a)))) : exp((-fabs((-a))))) * (-1.0)))))) : ((a < (-700.0)) ? ((exp((a / 2.0)) * (exp((a / 2.0)) + ((1.0 + a) * (exp((a / 2.0)) * (1.0 / 2.0))))) + (((1.0 + a) * exp((a / 2.0))) * (exp((a / 2.0)) * (1.0 / 2.0)))) : (((((a + 1.2784645427610737) + 1.0946994183093437e-16) + (0.2784645427610738 * expm1(((a + 1.2784645427610737) + 1.0946994183093437e-16)))) * (((!(((-1e-290) < (0.5 / (1.0 + cosh(a)))) && ((0.5 / (1.0 + cosh(a))) < 1e-290))) ? ((-(0.5 / (1.0 + cosh(a)))) / (1.0 + cosh(a))) : (((((-1e+60) * 0.5) / (1.0 + cosh(a))) / (1.0 + cosh(a))) * 1e-60)) * sinh(a))) + ((0.5 / (1.0 + cosh(a))) * (1.0 + (0.2784645427610738 * exp(((a + 1.2784645427610737) + 1.0946994183093437e-16))))))));
}

static inline double maximum_by_a_value(State *state, double a, double b, double c)
{
    return ((a > b) ? 1.0 : ((a < b) ? 0.0 : ((a == b) ? 0.5 : c)));
}
static inline double maximum_by_a_by_a(State *state, double a, double b, double c, double out)
{
    return 0.0;
}
static inline double maximum_by_a_by_b(State *state, double a, double b, double c, double out)
{
    return 0.0;
}
static inline double maximum_by_a_by_c(State *state, double a, double b, double c, double out)
{
    return ((a > b) ? 0.0 : ((a < b) ? 0.0 : ((a == b) ? 0.0 : 1.0)));
}

static inline double maximum_by_b_value(State *state, double a, double b, double c)
{
    return ((a > b) ? 0.0 : ((a < b) ? 1.0 : ((a == b) ? 0.5 : c)));
}
static inline double maximum_by_b_by_a(State *state, double a, double b, double c, double out)
{
    return 0.0;
}
static inline double maximum_by_b_by_b(State *state, double a, double b, double c, double out)
{
    return 0.0;
}
static inline double maximum_by_b_by_c(State *state, double a, double b, double c, double out)
{
    return ((a > b) ? 0.0 : ((a < b) ? 0.0 : ((a == b) ? 0.0 : 1.0)));
}

static inline double minimum_by_a_value(State *state, double a, double b, double c)
{
    return ((a < b) ? 1.0 : ((a > b) ? 0.0 : ((a == b) ? 0.5 : c)));
}
static inline double minimum_by_a_by_a(State *state, double a, double b, double c, double out)
{
    return 0.0;
}
static inline double minimum_by_a_by_b(State *state, double a, double b, double c, double out)
{
    return 0.0;
}
static inline double minimum_by_a_by_c(State *state, double a, double b, double c, double out)
{
    return ((a < b) ? 0.0 : ((a > b) ? 0.0 : ((a == b) ? 0.0 : 1.0)));
}

static inline double minimum_by_b_value(State *state, double a, double b, double c)
{
    return ((a < b) ? 0.0 : ((a > b) ? 1.0 : ((a == b) ? 0.5 : c)));
}
static inline double minimum_by_b_by_a(State *state, double a, double b, double c, double out)
{
    return 0.0;
}
static inline double minimum_by_b_by_b(State *state, double a, double b, double c, double out)
{
    return 0.0;
}
static inline double minimum_by_b_by_c(State *state, double a, double b, double c, double out)
{
    return ((a < b) ? 0.0 : ((a > b) ? 0.0 : ((a == b) ? 0.0 : 1.0)));
}

static inline double where_by_b_value(State *state, double a)
{
    return ((a != 0.0) ? 1.0 : 0.0);
}
static inline double where_by_b_by_a(State *state, double a, double out)
{
    return 0.0;
}

static inline double where_by_c_value(State *state, double a)
{
    return ((a != 0.0) ? 0.0 : 1.0);
}
static inline double where_by_c_by_a(State *state, double a, double out)
{
    return 0.0;
}

static inline double truediv_by_b_by_a_value(State *state, double a, double b)
{
    return ((!(((-1e-290) < b) && (b < 1e-290))) ? 0.0 : (1e-60 * ((1.0 / a) * ((1.0 / a) * (-1e+60)))));
}
static inline double truediv_by_b_by_a_by_a(State *state, double a, double b, double out)
{
    return ((!(((-1e-290) < b) && (b < 1e-290))) ? 0.0 : (1e-60 * ((((1.0 / a) * (-1e+60)) * ((!(((-1e-290) < (1.0 / a)) && ((1.0 / a) < 1e-290))) ? ((-(1.0 / a)) / a) : (((((-1e+60) * 1.0) / a) / a) * 1e-60))) + ((1.0 / a) * ((-1e+60) * ((!(((-1e-290) < (1.0 / a)) && ((1.0 / a) < 1e-290))) ? ((-(1.0 / a)) / a) : (((((-1e+60) * 1.0) / a) / a) * 1e-60)))))));
}
static inline double truediv_by_b_by_a_by_b(State *state, double a, double b, double out)
{
    return 0.0;
}

static inline double truediv_by_b_by_c_value(State *state, double a, double b)
{
    return ((!(((-1e-290) < b) && (b < 1e-290))) ? ((1.0 / a) * (-1.0)) : 0.0);
}
static inline double truediv_by_b_by_c_by_a(State *state, double a, double b, double out)
{
    return ((!(((-1e-290) < b) && (b < 1e-290))) ? ((-1.0) * ((!(((-1e-290) < (1.0 / a)) && ((1.0 / a) < 1e-290))) ? ((-(1.0 / a)) / a) : (((((-1e+60) * 1.0) / a) / a) * 1e-60))) : 0.0);
}
static inline double truediv_by_b_by_c_by_b(State *state, double a, double b, double out)
{
    return 0.0;
}

static inline double pow_by_b_by_c_value(State *state, double a, double b, double c)
{
    return (((a == 0.0) && (b >= 0.0)) ? 0.0 : ((((1e-290 < c) && (c < INFINITY)) || (!(a > 0.0))) ? log(a) : 0.0));
}
static inline double pow_by_b_by_c_by_a(State *state, double a, double b, double c, double out)
{
    return (((a == 0.0) && (b >= 0.0)) ? 0.0 : ((((1e-290 < c) && (c < INFINITY)) || (!(a > 0.0))) ? ((a > 0.0) ? (1.0 / a) : (-log(a))) : 0.0));
}
static inline double pow_by_b_by_c_by_b(State *state, double a, double b, double c, double out)
{
    return 0.0;
}
static inline double pow_by_b_by_c_by_c(State *state, double a, double b, double c, double out)
{
    return 0.0;
}

static inline double abs_by_a_by_b_value(State *state, double a)
{
    return ((a > 0.0) ? 0.0 : ((a < 0.0) ? 0.0 : 1.0));
}
static inline double abs_by_a_by_b_by_a(State *state, double a, double out)
{
    return 0.0;
}

static inline double tanh_by_a_by_b_value(State *state, double a, double b)
{
    return ((fabs(a) < 0.5) ? ((-1.0) * (b + b)) : 0.0);
}
static inline double tanh_by_a_by_b_by_a(State *state, double a, double b, double out)
{
    return 0.0;
}
static inline double tanh_by_a_by_b_by_b(State *state, double a, double b, double out)
{
    return ((fabs(a) < 0.5) ? ((-1.0) * (1.0 + 1.0)) : 0.0);
}

static inline double relu_by_a_by_b_value(State *state, double a)
{
    return ((a <= 0.0) ? 0.0 : ((a > 0.0) ? 0.0 : 1.0));
}
static inline double relu_by_a_by_b_by_a(State *state, double a, double out)
{
    return 0.0;
}

static inline double leaky_relu_by_a_by_b_value(State *state, double a)
{
    return ((a > 0.0) ? 0.0 : ((a <= 0.0) ? 1.0 : 0.0));
}
static inline double leaky_relu_by_a_by_b_by_a(State *state, double a, double out)
{
    return 0.0;
}

static inline double leaky_relu_by_a_by_c_value(State *state, double a)
{
    return ((a > 0.0) ? 0.0 : ((a <= 0.0) ? 0.0 : 1.0));
}
static inline double leaky_relu_by_a_by_c_by_a(State *state, double a, double out)
{
    return 0.0;
}

static inline double leaky_relu_by_b_by_a_value(State *state, double a)
{
    return ((a > 0.0) ? 0.0 : ((a <= 0.0) ? 1.0 : 0.0));
}
static inline double leaky_relu_by_b_by_a_by_a(State *state, double a, double out)
{
    return 0.0;
}

static inline double leaky_relu_by_b_by_b_value(State *state, double a)
{
    return ((a > 0.0) ? 0.0 : ((a <= 0.0) ? 0.0 : 1.0));
}
static inline double leaky_relu_by_b_by_b_by_a(State *state, double a, double out)
{
    return 0.0;
}

static inline double elu_by_a_by_a_value(State *state, double a, double b)
{
    return ((a > 0.0) ? 0.0 : ((!(a < (-700.0))) ? (b * exp(a)) : ((exp((a / 2.0)) * (b * (exp((a / 2.0)) * (1.0 / 2.0)))) + ((b * exp((a / 2.0))) * (exp((a / 2.0)) * (1.0 / 2.0))))));
}
static inline double elu_by_a_by_a_by_a(State *state, double a, double b, double out)
{
    return ((a > 0.0) ? 0.0 : ((!(a < (-700.0))) ? (b * exp(a)) : ((((b * (exp((a / 2.0)) * (1.0 / 2.0))) * (exp((a / 2.0)) * (1.0 / 2.0))) + (exp((a / 2.0)) * (b * ((1.0 / 2.0) * (exp((a / 2.0)) * (1.0 / 2.0)))))) + (((exp((a / 2.0)) * (1.0 / 2.0)) * (b * (exp((a / 2.0)) * (1.0 / 2.0)))) + ((b * exp((a / 2.0))) * ((1.0 / 2.0) * (exp((a / 2.0)) * (1.0 / 2.0))))))));
}
static inline double elu_by_a_by_a_by_b(State *state, double a, double b, double out)
{
    return ((a > 0.0) ? 0.0 : ((!(a < (-700.0))) ? exp(a) : ((exp((a / 2.0)) * (exp((a / 2.0)) * (1.0 / 2.0))) + ((exp((a / 2.0)) * (1.0 / 2.0)) * exp((a / 2.0))))));
}

static inline double elu_by_a_by_b_value(State *state, double a)
{
    return ((a > 0.0) ? 0.0 : ((!(a < (-700.0))) ? exp(a) : (exp((a / 2.0)) * exp((a / 2.0)))));
}
static inline double elu_by_a_by_b_by_a(State *state, double a, double out)
{
    return ((a > 0.0) ? 0.0 : ((!(a < (-700.0))) ? exp(a) : ((exp((a / 2.0)) * (exp((a / 2.0)) * (1.0 / 2.0))) + (exp((a / 2.0)) * (exp((a / 2.0)) * (1.0 / 2.0))))));
}

static inline double elu_by_b_by_a_value(State *state, double a)
{
    return ((a > 0.0) ? 0.0 : exp(a));
}
static inline double elu_by_b_by_a_by_a(State *state, double a, double out)
{
    return ((a > 0.0) ? 0.0 : exp(a));
}

static inline double maximum_by_a_by_c_value(State *state, double a, double b)
{
    return ((a > b) ? 0.0 : ((a < b) ? 0.0 : ((a == b) ? 0.0 : 1.0)));
}
static inline double maximum_by_a_by_c_by_a(State *state, double a, double b, double out)
{
    return 0.0;
}
static inline double maximum_by_a_by_c_by_b(State *state, double a, double b, double out)
{
    return 0.0;
}

static inline double maximum_by_b_by_c_value(State *state, double a, double b)
{
    return ((a > b) ? 0.0 : ((a < b) ? 0.0 : ((a == b) ? 0.0 : 1.0)));
}
static inline double maximum_by_b_by_c_by_a(State *state, double a, double b, double out)
{
    return 0.0;
}
static inline double maximum_by_b_by_c_by_b(State *state, double a, double b, double out)
{
    return 0.0;
}

static inline double minimum_by_a_by_c_value(State *state, double a, double b)
{
    return ((a < b) ? 0.0 : ((a > b) ? 0.0 : ((a == b) ? 0.0 : 1.0)));
}
static inline double minimum_by_a_by_c_by_a(State *state, double a, double b, double out)
{
    return 0.0;
}
static inline double minimum_by_a_by_c_by_b(State *state, double a, double b, double out)
{
    return 0.0;
}

static inline double minimum_by_b_by_c_value(State *state, double a, double b)
{
    return ((a < b) ? 0.0 : ((a > b) ? 0.0 : ((a == b) ? 0.0 : 1.0)));
}
static inline double minimum_by_b_by_c_by_a(State *state, double a, double b, double out)
{
    return 0.0;
}
static inline double minimum_by_b_by_c_by_b(State *state, double a, double b, double out)
{
    return 0.0;
}
