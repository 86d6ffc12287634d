/* The backward pass, as autograd/backward.py has it. */

/* Where a node's adjoint is summed: where an inner node keeps it, but apart from what a
   leaf keeps. A node that counts no operands in itself does not use its second edge. */
static inline double *
adjoint_of(Value *node)
{
    return node->count > 0 ? &node->grad : &node->edges[1].number;
}

/* The backward pass over an order, from its last node. A position gives way to the mark
   that the node has an adjoint. Nothing can fail: a pass leaves all of its gradients. */
static void
sweep(Order *order, double seed)
{
    Value **nodes = order->nodes, *result = nodes[order->count - 1];
    *adjoint_of(result) = seed;
    result->position = NOWHERE;
    for (Py_ssize_t i = order->count; i-- > 0;) {
        Value *node = nodes[i];
        double adjoint = *adjoint_of(node);
        Py_ssize_t operands;
        Edge *edges = edges_of(node, &operands);
        if (i >= SOON) {
            PREFETCH(&nodes[i - SOON]->position);
        }
        node->flags |= HAS_GRAD;
        /* adding 0 turns a grad of -0 into 0, as `grad or 0.0` does */
        node->grad = operands > 0 ? adjoint : (node->grad + 0.0) + adjoint;
        for (Py_ssize_t k = 0; k < operands; k++) {
            Value *operand = edges[k].operand;
            if (operand != NULL) {
                double *sum = adjoint_of(operand);
                double before = operand->position == NOWHERE ? *sum : 0.0;
                operand->position = NOWHERE;
                *sum = before + adjoint * edges[k].number;
            }
        }
    }
}

/* Whether a node of the order is in a list (or none at all is given). */
static int
any_ordered(const Order *order, PyObject *hooked)
{
    for (Py_ssize_t i = 0; hooked != NULL && i < PyList_GET_SIZE(hooked); i++) {
        if (is_ordered(order, (Value *)PyList_GET_ITEM(hooked, i))) {
            return 1;
        }
    }
    return 0;
}

/* The Values that have hooks, as a list; NULL when there are none, or with an error. */
static PyObject *
hooked_values(State *state)
{
    if (PyDict_GET_SIZE(state->hooks) == 0) {
        return NULL;
    }
    PyObject *all = PySequence_List(state->python_hooks);
    PyObject *mine = all == NULL ? NULL : PyList_New(0);
    for (Py_ssize_t i = 0; mine != NULL && i < PyList_GET_SIZE(all); i++) {
        PyObject *node = PyList_GET_ITEM(all, i);
        if (is_value(state, node) && PyList_Append(mine, node) < 0) {
            Py_CLEAR(mine);
        }
    }
    Py_XDECREF(all);
    return mine;
}

/* 1: done; 0: Python has to do it, for hooks, observers or lazy derivatives. */
static int
backward(State *state, PyObject *result, double seed)
{
    Order order;
    int mode = mode_of(state);
    if (mode == FAILED || mode & OBSERVED) {
        return mode == FAILED ? -1 : 0;
    }
    PyObject *hooked = hooked_values(state);
    if (hooked == NULL && PyErr_Occurred()) {
        return -1;
    }
    int done = sort_below(state, &result, 1, &order);
    if (done == 0) {
        done = !order.lazy && !any_ordered(&order, hooked);
        if (done) {
            sweep(&order, seed);
        }
        free_order(state, &order);
    }
    Py_XDECREF(hooked);
    return done;
}

static PyObject *
value_backward(PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *names)
{
    State *state = state_of(self);
    double seed = 1.0;
    Py_ssize_t named = names == NULL ? 0 : PyTuple_GET_SIZE(names);
    if (state == NULL || state->recording == NULL) {
        return gone();
    }
    if (named == 1
        && PyUnicode_CompareWithASCIIString(PyTuple_GET_ITEM(names, 0), "seed") != 0) {
        return PyErr_Format(PyExc_TypeError,
                            "Value.backward() got an unexpected keyword argument '%U'",
                            PyTuple_GET_ITEM(names, 0));
    }
    if (nargs + named > 1) {
        return PyErr_Format(PyExc_TypeError,
                            "Value.backward() takes 1 to 2 arguments but %zd were given",
                            nargs + named + 1);
    }
    PyObject *given = nargs + named == 1 ? args[0] : NULL;
    if (given != NULL && read_number(state, given, "backward()", &seed) < 0) {
        return NULL;
    }
    int done = backward(state, self, seed);
    if (done == 0) {
        return PyObject_CallFunction(state->python_backward, "Od", self, seed);
    }
    if (done < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}
