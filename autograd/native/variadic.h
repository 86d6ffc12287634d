/* The operations on any number of operands: sum, dot, max ... as single nodes.

   The operands are gathered into the edges of the node to come, each with its number;
   then the result is computed from the numbers; then the numbers of Values give way to
   the derivatives, which takes one more pass. */

typedef struct {
    Details *details;
    Py_ssize_t filled;
    Py_ssize_t active; /* how many are Values */
} Gathered;

static int
gather_one(State *state, Gathered *gathered, PyObject *x)
{
    Operand operand = {NULL, 0.0};
    if (!read_plainly(state, x, &operand)) {
        return 0;
    }
    gathered->active += operand.value != NULL;
    Py_XINCREF(operand.value);
    gathered->details->edges[gathered->filled++] = (Edge){operand.value, operand.number};
    return 1;
}

static void
drop_gathered(Gathered *gathered)
{
    for (Py_ssize_t i = 0; i < gathered->filled; i++) {
        Py_XDECREF(gathered->details->edges[i].operand);
    }
    free_details(gathered->details);
}

static double
total_of(const Edge *x, Py_ssize_t count)
{
    double out = 0.0;
    for (Py_ssize_t i = 0; i < count; i++) {
        out = out + x[i].number;
    }
    return out;
}

static int
same_slopes(Edge *x, Py_ssize_t count, double slope)
{
    for (Py_ssize_t i = 0; i < count; i++) {
        if (x[i].operand != NULL) {
            x[i].number = slope;
        }
    }
    return 0;
}

static double
sum_value(const Edge *x, Py_ssize_t count)
{
    return total_of(x, count);
}

static int
sum_slopes(Edge *x, Py_ssize_t count, double Py_UNUSED(out))
{
    return same_slopes(x, count, 1.0);
}

static double
mean_value(const Edge *x, Py_ssize_t count)
{
    return total_of(x, count) / (double)count;
}

static int
mean_slopes(Edge *x, Py_ssize_t count, double Py_UNUSED(out))
{
    return same_slopes(x, count, 1.0 / (double)count);
}

static double
prod_value(const Edge *x, Py_ssize_t count)
{
    double out = 1.0;
    for (Py_ssize_t i = 0; i < count; i++) {
        out = out * x[i].number;
    }
    return out;
}

/* Of each factor, the product of those before it times the product of those after. */
static int
prod_slopes(Edge *x, Py_ssize_t count, double Py_UNUSED(out))
{
    double *after = PyMem_Malloc((count + 1) * sizeof(double)), before = 1.0;
    if (after == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    after[count] = 1.0;
    for (Py_ssize_t i = count; i-- > 0;) {
        after[i] = after[i + 1] * x[i].number;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        double factor = x[i].number;
        if (x[i].operand != NULL) {
            x[i].number = before * after[i + 1];
        }
        before = before * factor;
    }
    PyMem_Free(after);
    return 0;
}

static double
max_value(const Edge *x, Py_ssize_t count)
{
    double out = x[0].number;
    for (Py_ssize_t i = 0; i < count; i++) {
        double a = x[i].number;
        if (a > out || a != a) {
            out = a;
        }
    }
    return out;
}

static double
min_value(const Edge *x, Py_ssize_t count)
{
    double out = x[0].number;
    for (Py_ssize_t i = 0; i < count; i++) {
        double a = x[i].number;
        if (a < out || a != a) {
            out = a;
        }
    }
    return out;
}

static int
max_slopes(Edge *x, Py_ssize_t count, double out)
{
    Py_ssize_t winners = 0;
    for (Py_ssize_t i = 0; i < count; i++) {
        winners += x[i].number == out;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        if (x[i].operand != NULL) {
            double share = x[i].number == out ? 1.0 / (double)winners : 0.0;
            x[i].number = out != out ? out : share;
        }
    }
    return 0;
}

#define min_slopes max_slopes

/* Shifted by the greatest, the first of which is then known to give 1. */
static double
logsumexp_value(const Edge *x, Py_ssize_t count)
{
    double shift = max_value(x, count), rest = 0.0;
    int left_out = 0;
    if (shift - shift != 0) {
        return shift;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        if (!left_out && x[i].number == shift) {
            left_out = 1;
        }
        else {
            rest = rest + exp(x[i].number - shift);
        }
    }
    return shift + log1p(rest);
}

/* exp(a - b), with what the difference rounds off made good; 1 for a tie at infinity. */
static double
exponential_of_difference(double a, double b)
{
    if (b - b != 0) {
        return a == b ? 1.0 : exp(a - b);
    }
    double difference = a - b;
    double moved = difference - a;
    double out = exp(difference);
    double lost = (a - (difference - moved)) - (b + moved);
    return out > 0 ? out + out * lost : out;
}

static int
logsumexp_slopes(Edge *x, Py_ssize_t count, double Py_UNUSED(out))
{
    double shift = max_value(x, count), whole = 0.0;
    for (Py_ssize_t i = 0; i < count; i++) {
        double part = exponential_of_difference(x[i].number, shift);
        whole = whole + part;
        x[i].number = x[i].operand != NULL ? part : x[i].number;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        if (x[i].operand != NULL) {
            x[i].number = x[i].number / whole;
        }
    }
    return 0;
}

/* The bias comes first, then the factors in pairs. */
static double
dot_value(const Edge *x, Py_ssize_t count)
{
    double out = x[0].number;
    for (Py_ssize_t i = 1; i < count; i += 2) {
        out = out + x[i].number * x[i + 1].number;
    }
    return out;
}

static int
dot_slopes(Edge *x, Py_ssize_t count, double Py_UNUSED(out))
{
    (void)same_slopes(x, 1, 1.0);
    for (Py_ssize_t i = 1; i < count; i += 2) {
        double left = x[i].number, right = x[i + 1].number;
        x[i].number = x[i].operand != NULL ? right : left;
        x[i + 1].number = x[i + 1].operand != NULL ? left : right;
    }
    return 0;
}

typedef double (*ValueOf)(const Edge *, Py_ssize_t);
typedef int (*SlopesOf)(Edge *, Py_ssize_t, double);

typedef struct {
    int row;
    ValueOf value;
    SlopesOf slopes;
} Variadic;

#define VARIADIC_ROW(name) {ROW_##name, name##_value, name##_slopes}

static const Variadic VARIADIC[] = {
    VARIADIC_ROW(sum), VARIADIC_ROW(mean),      VARIADIC_ROW(prod), VARIADIC_ROW(max),
    VARIADIC_ROW(min), VARIADIC_ROW(logsumexp), VARIADIC_ROW(dot),
};

/* The result of gathered operands, which it takes: a number when none is a Value. */
static PyObject *
result_of(State *state, const Variadic *row, Gathered *gathered)
{
    Details *details = gathered->details;
    double out = row->value(details->edges, details->count);
    if (gathered->active == 0) {
        drop_gathered(gathered);
        return PyFloat_FromDouble(out);
    }
    int mode = mode_of(state);
    if (mode & RECORDING && row->slopes(details->edges, details->count, out) < 0) {
        mode = FAILED;
    }
    Value *node = mode == FAILED ? NULL : new_value(state, out);
    if (node == NULL || !(mode & RECORDING)) {
        drop_gathered(gathered);
    }
    else {
        node->operation = row->row;
        node->details = details;
        node->flags |= HAS_DETAILS;
    }
    return made(state, node, mode);
}

/* sum([...]): 0 in *known where the operands need Python to read them. */
static PyObject *
over_items(State *state, const Variadic *row, PyObject *const *items, Py_ssize_t count,
           int *known)
{
    Gathered gathered = {NULL, 0, 0};
    *known = count > 0;
    if (!*known) {
        return NULL;
    }
    gathered.details = new_details(count);
    if (gathered.details == NULL) {
        return NULL;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        if (!gather_one(state, &gathered, items[i])) {
            drop_gathered(&gathered);
            *known = 0;
            return NULL;
        }
    }
    return result_of(state, row, &gathered);
}

/* The items of a list or tuple; NULL for anything else. */
static PyObject **
items_of(PyObject *x, Py_ssize_t *count)
{
    if (!PyList_CheckExact(x) && !PyTuple_CheckExact(x)) {
        return NULL;
    }
    *count = PySequence_Fast_GET_SIZE(x);
    return PySequence_Fast_ITEMS(x);
}

static PyObject *
dot_of(State *state, const Variadic *row, PyObject *weights, PyObject *inputs,
       PyObject *bias, int *known)
{
    Py_ssize_t count = 0, inputs_count = 0;
    PyObject *const *w = items_of(weights, &count);
    PyObject *const *y = items_of(inputs, &inputs_count);
    Gathered gathered = {NULL, 0, 0};
    *known = 0;
    if (w == NULL || y == NULL || count != inputs_count) {
        return NULL;
    }
    gathered.details = new_details(2 * count + 1);
    if (gathered.details == NULL) {
        *known = 1;
        return NULL;
    }
    if (bias != NULL) {
        *known = gather_one(state, &gathered, bias);
    }
    else {
        gathered.details->edges[gathered.filled++] = (Edge){NULL, 0.0};
        *known = 1;
    }
    for (Py_ssize_t i = 0; i < count && *known; i++) {
        *known = gather_one(state, &gathered, w[i]) && gather_one(state, &gathered, y[i]);
    }
    if (!*known) {
        drop_gathered(&gathered);
        return NULL;
    }
    return result_of(state, row, &gathered);
}
