/* Operations on Values: one function for each row, made from the table's arithmetic. */

/* An operand as it comes: a Value and its data, or a plain number alone. */
typedef struct {
    Value *value;
    double number;
} Operand;

typedef double (*Of1)(State *, double);
typedef double (*Of2)(State *, double, double);
typedef double (*Of3)(State *, double, double, double);

/* How the present thread or task wants its results: remembering their operands, and
   told to observers. */
enum { FAILED = 0, READ = 1, RECORDING = 2, OBSERVED = 4 };

/* What a context variable holds, as a new reference; NULL with an error. A variable that
   has no value yet is given its default: found again much faster. */
static PyObject *
read_context(PyObject *variable, PyObject *fallback)
{
    PyObject *found, *token;
    if (PyContextVar_Get(variable, Py_None, &found) < 0) {
        return NULL;
    }
    if (found != Py_None) {
        return found;
    }
    Py_DECREF(found);
    found = Py_NewRef(fallback);
    token = PyContextVar_Set(variable, fallback);
    if (token == NULL) {
        Py_CLEAR(found);
    }
    Py_XDECREF(token);
    return found;
}

static int
mode_of(State *state)
{
    if (PyThreadState_Get()->context == NULL) {
        return READ | RECORDING; /* no context variable was ever set */
    }
    PyObject *recording = read_context(state->recording, Py_True);
    PyObject *observers = read_context(state->observers, state->nobody);
    int mode = FAILED;
    if (recording != NULL && observers != NULL) {
        mode = READ | (recording == Py_True ? RECORDING : 0);
        if (observers != state->nobody && PyObject_Size(observers) != 0) {
            mode |= OBSERVED;
        }
    }
    Py_XDECREF(recording);
    Py_XDECREF(observers);
    return mode;
}

/* Tell observers that something happened to a Value; the answer, or NULL with an error.
   It takes the reference to the answer. */
static PyObject *
told(State *state, const char *event, PyObject *value, PyObject *other, PyObject *answer)
{
    if (answer == NULL || PyThreadState_Get()->context == NULL
        || !(mode_of(state) & OBSERVED)) {
        return answer;
    }
    PyObject *same = PyObject_CallFunction(state->tell, "sOOO", event, value,
                                           other == NULL ? Py_None : other, answer);
    Py_DECREF(answer);
    return same;
}

/* A new node on its way out. Observers learn which results remember no operands. */
static inline PyObject *
made(State *state, Value *node, int mode)
{
    PyObject *result = (PyObject *)node;
    if (node != NULL && mode & OBSERVED) {
        PyObject *answer = mode & RECORDING ? Py_None : Py_False;
        PyObject *same = PyObject_CallFunction(state->tell, "sOOO", "made", result,
                                               Py_None, answer);
        if (same == NULL) {
            Py_CLEAR(result);
        }
        Py_XDECREF(same);
    }
    return result;
}

/* What messages call the type of something: its name without that of its module. */
static const char *
kind_of(PyObject *x)
{
    const char *name = Py_TYPE(x)->tp_name, *dot = strrchr(name, '.');
    return dot == NULL ? name : dot + 1;
}

/* The double of anything that float_from() of autograd.support.conversion takes. */
static int
read_number(State *state, PyObject *x, const char *place, double *number)
{
    if (PyFloat_CheckExact(x)) {
        *number = PyFloat_AS_DOUBLE(x);
        return 0;
    }
    if (state == NULL || state->float_from == NULL) {
        (void)gone();
        return -1;
    }
    PyObject *found = PyObject_CallFunction(state->float_from, "Os", x, place);
    if (found == NULL) {
        return -1;
    }
    double answer = PyFloat_AsDouble(found);
    Py_DECREF(found);
    if (answer == -1.0 && PyErr_Occurred()) {
        return -1;
    }
    *number = answer;
    return 0;
}

/* What most operands are; 0 for those that need a second look. */
static inline int
read_common(State *state, PyObject *x, Operand *operand)
{
    if (Py_TYPE(x) == state->value_type) {
        operand->value = (Value *)x;
        operand->number = operand->value->data;
        return 1;
    }
    operand->value = NULL;
    if (PyFloat_CheckExact(x)) {
        operand->number = PyFloat_AS_DOUBLE(x);
        return 1;
    }
    return 0;
}

/* The same for instances of subclasses and for ints of 64 bits. 0: a stranger. It runs
   no Python, nor makes objects: that could run the collector, and so Python. */
static int
read_plainly(State *state, PyObject *x, Operand *operand)
{
    if (read_common(state, x, operand)) {
        return 1;
    }
    if (PyObject_TypeCheck(x, state->value_type)) {
        operand->value = (Value *)x;
        operand->number = operand->value->data;
        return 1;
    }
    if (PyLong_CheckExact(x)) {
        int overflow;
        operand->number = (double)PyLong_AsLongLongAndOverflow(x, &overflow);
        return overflow == 0;
    }
    return 0;
}

/* Any operand of an operator. When it is none, 0 and the answer to the operator in
   *answer: NotImplemented, or NULL with an error. */
static int
read_operand(State *state, PyObject *x, int row, Operand *operand, PyObject **answer)
{
    if (read_plainly(state, x, operand)) {
        return 1;
    }
    PyObject *name = PyTuple_GET_ITEM(state->names, row);
    PyObject *found = PyObject_CallFunctionObjArgs(state->number, x, name, NULL);
    *answer = found;
    if (found == NULL || found == Py_NotImplemented) {
        return 0;
    }
    operand->number = PyFloat_AsDouble(found);
    if (operand->number == -1.0 && PyErr_Occurred()) {
        Py_CLEAR(*answer);
        return 0;
    }
    Py_DECREF(found);
    return 1;
}

/* math.hypot, which has an algorithm of Python's own. nan with an error, also one that
   was there before: many are computed in a row, and asked at the end. */
static double
python_hypot(State *state, double a, double b)
{
    double answer = NAN;
    if (PyErr_Occurred()) {
        return answer;
    }
    PyObject *found = NULL, *x = PyFloat_FromDouble(a), *y = PyFloat_FromDouble(b);
    if (x != NULL && y != NULL) {
        found = PyObject_CallFunctionObjArgs(state->hypot, x, y, NULL);
    }
    if (found != NULL) {
        answer = PyFloat_AsDouble(found);
    }
    Py_XDECREF(x);
    Py_XDECREF(y);
    Py_XDECREF(found);
    return answer;
}

#if defined(__GNUC__) /* the rows of a kind have one signature, whatever they read */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
#endif
#include "table.h"
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

static inline Edge
edge_to(const Operand *operand, double derivative)
{
    Edge edge = {operand->value, operand->number};
    if (operand->value != NULL) {
        Py_INCREF(operand->value);
        edge.number = derivative;
    }
    return edge;
}

/* Forget what the processor notes of a result that is not finite: its exceptions are the
   answer here, and whoever looks for notes of his own, as NumPy does, would warn. */
static inline void
forget_exceptions(double x)
{
    if (!isfinite(x)) {
        feclearexcept(FE_DIVBYZERO | FE_INVALID | FE_OVERFLOW);
    }
}

/* The result of one operand: value and by_a are known where this is inlined. */
static Py_ALWAYS_INLINE inline PyObject *
unary(PyObject *self, int row, int may_fail, Of1 value, Of2 by_a)
{
    State *state = state_of(self);
    if (state == NULL || state->recording == NULL) {
        return gone();
    }
    double a = ((Value *)self)->data;
    double out = value(state, a);
    int mode = mode_of(state);
    double slope = mode & RECORDING ? by_a(state, a, out) : 0.0;
    if (mode == FAILED || (may_fail && PyErr_Occurred())) {
        return NULL;
    }
    forget_exceptions(out - slope);
    Value *node = new_value(state, out);
    if (node != NULL && mode & RECORDING) {
        node->operation = row;
        node->count = 1;
        node->edges[0] = (Edge){(Value *)Py_NewRef(self), slope};
    }
    return made(state, node, mode);
}

static Py_ALWAYS_INLINE inline PyObject *
recorded(State *state, int row, int may_fail, const Operand *a, const Operand *b,
         Of2 value, Of3 by_a, Of3 by_b)
{
    double out = value(state, a->number, b->number);
    int mode = mode_of(state);
    double slope_a = 0.0, slope_b = 0.0;
    if (mode & RECORDING && a->value != NULL) {
        slope_a = by_a(state, a->number, b->number, out);
    }
    if (mode & RECORDING && b->value != NULL) {
        slope_b = by_b(state, a->number, b->number, out);
    }
    if (mode == FAILED || (may_fail && PyErr_Occurred())) {
        return NULL;
    }
    forget_exceptions(out - slope_a - slope_b);
    Value *node = new_value(state, out);
    if (node != NULL && mode & RECORDING) {
        node->operation = row;
        node->count = 2;
        node->edges[0] = edge_to(a, slope_a);
        node->edges[1] = edge_to(b, slope_b);
    }
    return made(state, node, mode);
}

/* The result of two operands, of which at least one is a Value. */
static Py_ALWAYS_INLINE inline PyObject *
binary(PyObject *left, PyObject *right, int row, int may_fail, Of2 value, Of3 by_a,
       Of3 by_b)
{
    State *state = state_of(is_exact(left) ? left : right);
    if (state == NULL) {
        state = state_of(left);
    }
    if (state == NULL || state->recording == NULL) {
        return gone();
    }
    Operand a, b;
    PyObject *answer;
    if (!read_common(state, left, &a) && !read_operand(state, left, row, &a, &answer)) {
        return answer;
    }
    if (!read_common(state, right, &b) && !read_operand(state, right, row, &b, &answer)) {
        return answer;
    }
    return recorded(state, row, may_fail, &a, &b, value, by_a, by_b);
}

/* x.relu() and -x */
#define DEFINE_UNARY(name, may_fail, defaults, first_default)                           \
    static PyObject *name##_of(PyObject *self, PyObject *Py_UNUSED(unused))             \
    {                                                                                   \
        return unary(self, ROW_##name, may_fail, name##_value, name##_by_a);            \
    }
UNARY_ROWS(DEFINE_UNARY)

#define DEFINE_UNARY_SLOT(name, may_fail, defaults, first_default)                      \
    static PyObject *name##_slot(PyObject *self)                                        \
    {                                                                                   \
        return name##_of(self, NULL);                                                   \
    }
UNARY_OPERATORS(DEFINE_UNARY_SLOT)

/* x + y, and the functions behind x.maximum(y) */
#define DEFINE_BINARY(name, may_fail, defaults, first_default)                          \
    static PyObject *name##_of(PyObject *left, PyObject *right)                         \
    {                                                                                   \
        return binary(left, right, ROW_##name, may_fail, name##_value, name##_by_a,     \
                      name##_by_b);                                                     \
    }
BINARY_ROWS(DEFINE_BINARY)

/* The one argument of a method: given by place, by name, or left out for a default. */
static PyObject *
other_operand(const char *method, const char *other, PyObject *const *args,
              Py_ssize_t nargs, PyObject *names, int defaults)
{
    Py_ssize_t named = names == NULL ? 0 : PyTuple_GET_SIZE(names);
    if (named > 0) {
        PyObject *name = PyTuple_GET_ITEM(names, 0);
        if (PyUnicode_CompareWithASCIIString(name, other) != 0) {
            return PyErr_Format(PyExc_TypeError,
                                "Value.%s() got an unexpected keyword argument '%U'",
                                method, name);
        }
    }
    if (nargs + named == 1) {
        return args[0];
    }
    if (nargs + named == 0 && !defaults) {
        return PyErr_Format(PyExc_TypeError,
                            "Value.%s() missing 1 required positional argument: '%s'",
                            method, other);
    }
    if (nargs + named > 1) {
        return PyErr_Format(PyExc_TypeError,
                            "Value.%s() takes 2 positional arguments but %zd were given",
                            method, nargs + named + 1);
    }
    return NULL; /* left out */
}

/* A method's answer: whom its operator does not know, it refuses. */
static PyObject *
answered(PyObject *self, PyObject *other, const char *method, PyObject *answer)
{
    State *state = state_of(self);
    if (answer != Py_NotImplemented || state == NULL || state->float_from == NULL) {
        return answer;
    }
    Py_DECREF(answer);
    return PyObject_CallFunction(state->float_from, "Os", other, method);
}

#define DEFINE_METHOD(name, may_fail, defaults, first_default)                          \
    static PyObject *name##_method(PyObject *self, PyObject *const *args,               \
                                   Py_ssize_t nargs, PyObject *names)                   \
    {                                                                                   \
        PyObject *other = other_operand(#name, OTHER_##name, args, nargs, names,        \
                                        defaults);                                      \
        if (other != NULL) {                                                            \
            return answered(self, other, #name, name##_of(self, other));                \
        }                                                                               \
        return PyErr_Occurred() ? NULL : with_default(self, first_default, name##_of);  \
    }

static PyObject *
with_default(PyObject *self, double number, binaryfunc of)
{
    PyObject *other = PyFloat_FromDouble(number);
    PyObject *result = other == NULL ? NULL : of(self, other);
    Py_XDECREF(other);
    return result;
}
BINARY_ROWS(DEFINE_METHOD)

static PyObject *
power_slot(PyObject *left, PyObject *right, PyObject *modulus)
{
    if (modulus != Py_None) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    return pow_of(left, right);
}
