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

/* 1: done; 0: Python has to do it, for hooks, observers or lazy derivatives. */
static int
backward(State *state, PyObject *result, double seed)
{
    Order order;
    int mode = mode_of(state);
    if (mode == FAILED || mode & OBSERVED) {
        return mode == FAILED ? -1 : 0;
    }
    if (sort_below(state, &result, 1, &order) < 0) {
        return -1;
    }
    if (!order.has_extras) {
        sweep(&order, seed);
    }
    free_order(state, &order);
    return !order.has_extras;
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
