/* The replay of a program's assignments, for autograd.programs.machines.tape.

   The numbers are in slots; assignment i computes slot first + i from the slots of its
   operands, with the arithmetic of the nodes and so to the same bits. */

typedef struct {
    const int32_t *codes;
    const int64_t *starts, *operands;
    double *slots;
    unsigned char *active; /* whether a slot depends on what is differentiated by */
    unsigned char *reached; /* whether anything was sent to a slot */
    Py_ssize_t count, first, operand_count;
    Edge *room; /* for the operands of operations on many */
} Tape;

#define UNARY_ARITY(name, may_fail, defaults, first_default)                            \
    case ROW_##name:                                                                    \
        return 1;
#define BINARY_ARITY(name, may_fail, defaults, first_default)                           \
    case ROW_##name:                                                                    \
        return 2;
#define TERNARY_ARITY(name, may_fail, defaults, first_default)                          \
    case ROW_##name:                                                                    \
        return 3;

/* How many operands a row has; -1 for any number, 0 for what is no row. */
static int
arity_of(int row)
{
    switch (row) {
        UNARY_ROWS(UNARY_ARITY)
        BINARY_ROWS(BINARY_ARITY)
        TERNARY_ROWS(TERNARY_ARITY)
        SLOPES_OF_ONE(UNARY_ARITY)
        SLOPES_OF_TWO(BINARY_ARITY)
        SLOPES_OF_THREE(TERNARY_ARITY)
    }
    return row >= ROW_sum && row < ROWS ? -1 : 0;
}

/* The operands of an operation on many as edges; a dot without a bias gets a 0. */
static Py_ssize_t
gather(const Tape *tape, int row, const int64_t *x, Py_ssize_t count)
{
    Py_ssize_t filled = 0;
    if (row == ROW_dot && count % 2 == 0) {
        tape->room[filled++] = (Edge){NULL, 0.0};
    }
    for (Py_ssize_t k = 0; k < count; k++) {
        /* any pointer but NULL says: this one needs its derivative */
        tape->room[filled++] = (Edge){(Value *)tape, tape->slots[x[k]]};
    }
    return filled;
}

#define UNARY_VALUE(name, may_fail, defaults, first_default)                            \
    case ROW_##name:                                                                    \
        return name##_value(state, v[x[0]]);
#define BINARY_VALUE(name, may_fail, defaults, first_default)                           \
    case ROW_##name:                                                                    \
        return name##_value(state, v[x[0]], v[x[1]]);
#define TERNARY_VALUE(name, may_fail, defaults, first_default)                          \
    case ROW_##name:                                                                    \
        return name##_value(state, v[x[0]], v[x[1]], v[x[2]]);

static double
value_of(State *state, const Tape *tape, int row, const int64_t *x, Py_ssize_t count)
{
    const double *v = tape->slots;
    switch (row) {
        UNARY_ROWS(UNARY_VALUE)
        BINARY_ROWS(BINARY_VALUE)
        TERNARY_ROWS(TERNARY_VALUE)
        SLOPES_OF_ONE(UNARY_VALUE)
        SLOPES_OF_TWO(BINARY_VALUE)
        SLOPES_OF_THREE(TERNARY_VALUE)
    }
    return VARIADIC[row - ROW_sum].value(tape->room, gather(tape, row, x, count));
}

#define SEND(k, slope)                                                                  \
    if (active[x[k]]) {                                                                 \
        d[x[k]] += adjoint * slope;                                                     \
        tape->reached[x[k]] = 1;                                                        \
    }
#define UNARY_SEND(name, may_fail, defaults, first_default)                             \
    case ROW_##name:                                                                    \
        SEND(0, name##_by_a(state, v[x[0]], out))                                       \
        return 0;
#define BINARY_SEND(name, may_fail, defaults, first_default)                            \
    case ROW_##name:                                                                    \
        SEND(0, name##_by_a(state, v[x[0]], v[x[1]], out))                              \
        SEND(1, name##_by_b(state, v[x[0]], v[x[1]], out))                              \
        return 0;
#define TERNARY_SEND(name, may_fail, defaults, first_default)                           \
    case ROW_##name:                                                                    \
        SEND(0, name##_by_a(state, v[x[0]], v[x[1]], v[x[2]], out))                     \
        SEND(1, name##_by_b(state, v[x[0]], v[x[1]], v[x[2]], out))                     \
        SEND(2, name##_by_c(state, v[x[0]], v[x[1]], v[x[2]], out))                     \
        return 0;

/* Send the adjoint of an assignment, times its derivatives, to the adjoints d. */
static int
send_back(State *state, const Tape *tape, int row, const int64_t *x, Py_ssize_t count,
          double out, double adjoint, double *d)
{
    const double *v = tape->slots;
    const unsigned char *active = tape->active;
    switch (row) {
        UNARY_ROWS(UNARY_SEND)
        BINARY_ROWS(BINARY_SEND)
        TERNARY_ROWS(TERNARY_SEND)
        SLOPES_OF_ONE(UNARY_SEND)
        SLOPES_OF_TWO(BINARY_SEND)
        SLOPES_OF_THREE(TERNARY_SEND)
    }
    Py_ssize_t filled = gather(tape, row, x, count);
    if (VARIADIC[row - ROW_sum].slopes(tape->room, filled, out) < 0) {
        return -1;
    }
    for (Py_ssize_t k = 0; k < count; k++) {
        SEND(k, tape->room[filled - count + k].number)
    }
    return 0;
}

/* Whether every operand is a slot that was computed before; finds the widest of all. */
static int
is_replayable(const Tape *tape, Py_ssize_t *widest)
{
    *widest = 0;
    for (Py_ssize_t i = 0; i < tape->count; i++) {
        int64_t start = tape->starts[i], stop = tape->starts[i + 1];
        if (start < 0 || stop <= start || stop > tape->operand_count) {
            return 0;
        }
        int arity = arity_of(tape->codes[i]);
        if (arity == 0 || (arity > 0 && arity != stop - start)) {
            return 0;
        }
        for (int64_t k = start; k < stop; k++) {
            if (tape->operands[k] < 0 || tape->operands[k] >= tape->first + i) {
                return 0;
            }
        }
        *widest = stop - start > *widest ? stop - start : *widest;
    }
    return 1;
}

static void
run_forward(State *state, const Tape *tape)
{
    for (Py_ssize_t i = 0; i < tape->count; i++) {
        const int64_t *x = tape->operands + tape->starts[i];
        Py_ssize_t count = tape->starts[i + 1] - tape->starts[i];
        int active = 0;
        for (Py_ssize_t k = 0; k < count; k++) {
            active |= tape->active[x[k]];
        }
        tape->active[tape->first + i] = (unsigned char)active;
        tape->slots[tape->first + i] = value_of(state, tape, tape->codes[i], x, count);
    }
}

static int
run_backward(State *state, const Tape *tape, double *adjoints)
{
    for (Py_ssize_t i = tape->count; i-- > 0;) {
        Py_ssize_t slot = tape->first + i;
        const int64_t *x = tape->operands + tape->starts[i];
        Py_ssize_t count = tape->starts[i + 1] - tape->starts[i];
        if (tape->active[slot] && tape->reached[slot]
            && send_back(state, tape, tape->codes[i], x, count, tape->slots[slot],
                         adjoints[slot], adjoints) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Replay in one direction; adjoints is NULL for forward. */
static PyObject *
replayed(State *state, Tape *tape, double *adjoints)
{
    Py_ssize_t widest;
    if (!is_replayable(tape, &widest)) {
        PyErr_SetString(PyExc_ValueError, "replay: the assignments do not fit");
        return NULL;
    }
    tape->room = PyMem_Malloc((widest + 1) * sizeof(Edge));
    if (tape->room == NULL) {
        return PyErr_NoMemory();
    }
    int status = 0;
    if (adjoints == NULL) {
        run_forward(state, tape);
    }
    else {
        status = run_backward(state, tape, adjoints);
    }
    PyMem_Free(tape->room);
    if (status < 0 || PyErr_Occurred()) {
        return NULL;
    }
    Py_RETURN_NONE;
}

PyDoc_STRVAR(replay_doc,
"replay($module, codes, starts, operands, slots, active, adjoints=None, reached=None,\n"
"       /)\n--\n\n"
"Compute the slots of assignments or, given adjoints, send those back to operands,\n"
"from the slots that are reached, one byte each.");

static PyObject *
replay(PyObject *module, PyObject *args)
{
    Py_buffer codes, starts, operands, slots, active, adjoints = {0}, reached = {0};
    if (!PyArg_ParseTuple(args, "y*y*y*w*w*|w*w*:replay", &codes, &starts, &operands,
                          &slots, &active, &adjoints, &reached)) {
        return NULL;
    }
    Py_buffer *views[] = {&codes,  &starts,   &operands, &slots,
                          &active, &adjoints, &reached};
    int has_adjoints = adjoints.obj != NULL;
    Tape tape = {
        .codes = codes.buf, .starts = starts.buf, .operands = operands.buf,
        .slots = slots.buf, .active = active.buf, .reached = reached.buf,
        .count = codes.len / 4, .first = slots.len / 8 - codes.len / 4,
        .operand_count = operands.len / 8,
    };
    unsigned written = 1 << 3 | 1 << 4 | 1 << 5 | 1 << 6;
    int fits = are_apart(views, 7, written) && codes.itemsize == 4
               && starts.itemsize == 8 && operands.itemsize == 8
               && slots.itemsize == 8 && starts.len / 8 == tape.count + 1
               && tape.first >= 0 && active.len == slots.len / 8
               && (!has_adjoints
                   || (adjoints.len == slots.len && reached.len == active.len));
    PyObject *result = NULL;
    if (fits) {
        result = replayed(PyModule_GetState(module), &tape, adjoints.buf);
    }
    else {
        PyErr_SetString(PyExc_ValueError, "replay: the arrays do not fit together");
    }
    for (int i = 0; i < 7; i++) {
        PyBuffer_Release(views[i]);
    }
    return result;
}
